#include "PanelPartners.h"

#include "ui/service/ControllerService.h"
#include "ui/service/MessagePrompter.h"
#include "ui/service/SystemPortDesk.h"

namespace tickgate {

PanelPartners realPartners(ProxyController &controller)
{
    return {std::make_unique<ControllerService>(controller), std::make_unique<SystemPortDesk>(),
            std::make_unique<MessagePrompter>()};
}

} // namespace tickgate
