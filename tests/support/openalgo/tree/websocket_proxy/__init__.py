from .server import WebSocketProxy
from .broker_factory import create_broker_adapter
