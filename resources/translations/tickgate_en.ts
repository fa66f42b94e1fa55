<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Attention</name>
    <message>
        <source>OpenAlgo&apos;s broker adapters ended and start again: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 no longer accepts the login of %2: log in to the broker in OpenAlgo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open OpenAlgo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has lost its connection for %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting again in %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The numbers shown are %1 old: the proxy does not answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exposed to the network: other computers can reach this proxy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 silent %2, %3 affected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 symbol</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 symbols</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 client reads too slowly and gets only the newest prices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 clients read too slowly and get only the newest prices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No publisher has been attached to the bus for %1.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Diagnosis</name>
    <message>
        <source>running for %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The proxy failed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The proxy is still starting: look again in a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The proxy is stopping.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The proxy is stopped: nothing is received and nothing is sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bound to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connected to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not bound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ZeroMQ bus %1 is neither bound nor connected: another program may hold its port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 attached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is closed and opens on %2 at %3 IST.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A publisher is attached but has sent nothing yet: check that the broker session is logged in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A publisher is attached but has sent nothing yet: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 msg/s, last %2 ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The publisher has sent nothing for %1: its broker connection is probably down.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The publisher has sent nothing for %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all readable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 unreadable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most of what arrives on the bus cannot be read (%1 of %2 messages): the publisher does not send OpenAlgo ticks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, for example &quot;%1&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no tick among %1 messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No message on the bus is a tick%1: topics must read EXCHANGE_SYMBOL_MODE.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The one subscribed symbol has not ticked yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None of the %1 subscribed symbols has ticked yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>check that %1 is spelled right and that the broker delivers it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 symbol, never ticked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 symbols, none has ticked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 silent for %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has been silent for %2 while it trades: %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 subscribed symbol waits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 subscribed symbols wait</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no program connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data arrives but no program is connected: point your strategy at the WebSocket address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A program is connected but has not sent its API key yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 connected, none logged in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 logged in, no subscription</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connected programs have not subscribed to anything.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all keep up, %1 msg/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Client %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 slow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not read fast enough: it gets only the newest price of each symbol until it catches up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>came round in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not sent: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>did not come back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A test tick sent into the bus did not reach the clients&apos; side: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data flows to %1, %2 messages a second.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 programs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proxy running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bus bound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Publisher attached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data coming in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data readable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Topics known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Client subscribed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Client reading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test tick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start the proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restart the proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the ports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the symbols</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the clients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the WebSocket address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none for %1, but one on port %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none attached yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No publisher is attached to %1 yet: those that ran before come back within a few seconds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none for %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No publisher has been attached to %1 for %2: start OpenAlgo and log in to the broker.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A program is connected but its API key was refused (%1).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 clients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 subscription</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 subscriptions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ticks, but not in the mode that was subscribed: the publisher does not send it. Subscribe to a lower mode.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything is in order, but nothing that a program subscribed to came just now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing from %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has come from %1 for %2 although it trades: check that %3 is spelled right and that the broker delivers it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 tick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ticks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 orders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has not ticked for %2 although other symbols of %3 do: check that it is spelled right and that the broker delivers it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ExchangeHoursFiles</name>
    <message>
        <source>%1 cannot be removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hours, line %1: this is not understood.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Holidays, line %1: this is not understood.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FailureNow</name>
    <message>
        <source>Port %1 was in use and is free now.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>d</source>
        <comment>days</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>h</source>
        <comment>hours</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>m</source>
        <comment>minutes</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>s</source>
        <comment>seconds</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LoopProbe</name>
    <message>
        <source>the bus did not take a publisher.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it was not seen within 2 s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the publisher owns the bus, so nobody else can publish on it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the bus is not bound.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Receipt</name>
    <message>
        <source>%1 of %2 back in %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 clients</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingLabels</name>
    <message>
        <source>OpenAlgo folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>API keys from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run broker adapters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Python</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>API key pepper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brokers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Statistics file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WebSocket address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WebSocket port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Listen on ::1 too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bus address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bus port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bus side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allow other computers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allowed web pages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reuse port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clients at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slow clients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ping every</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ping answer within</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log in within</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Feed silent after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start serving at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restart after a failure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OpenAlgo and keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ports and bus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panel</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StageSummary</name>
    <message>
        <source>starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting for the first sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>disconnected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>login needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 for %2: %3, %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 symbol</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 symbols</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, last tick %1 ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, no tick yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FEED</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tcp %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not bound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no publisher</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 publisher</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 publishers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 msg/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, last %1 ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, nothing yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PROXY</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>listening</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not listening</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exposed to the network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>listening on %1 of %2 addresses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>p99 %1, CPU %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CLIENTS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no program connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, %1 not logged in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, %1 slow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, conflated %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>STOPPED</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>STARTING</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RUNNING</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>STOPPING</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FAILED</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Demo: these prices are made up</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrayStatus</name>
    <message>
        <source>in %1/s, out %2/s, %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 clients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::AttentionBar</name>
    <message>
        <source>Why?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snooze</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not show this for 15 minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not show this again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::ClientModel</name>
    <message>
        <source>unknown program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not logged in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Process %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>API key %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Broker %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 messages, %2 delivered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slow: gets only the newest price of each symbol until it catches up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, slow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages waiting because the program has not read them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Age of the oldest message that waits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticks replaced by newer ones because the program read too slowly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ID</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Out/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conflated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connected for</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::ClientsPage</name>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disconnect...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter by program, user or address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter clients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the selected clients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disconnect the selected client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 clients selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No client matches &quot;%1&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The proxy is not running, so nothing can be connected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No program is connected. Point your strategy, Excel or AmiBroker at %1 (Server &gt; Copy WebSocket address).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disconnect client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disconnect %1 (client %2)?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It stops receiving %1 at once. Most programs connect again by themselves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 subscription</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 subscriptions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::ExitManners</name>
    <message>
        <source>Quit Tickgate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 program will lose its feed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 programs will lose their feed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strategies that trade on these prices stop seeing them until Tickgate runs again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tickgate keeps running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is in the tray: click its icon to open the window again, or choose Quit there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minimise</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::FirstRunDialog</name>
    <message>
        <source>OpenAlgo on this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without OpenAlgo, with API keys of Tickgate&apos;s own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start Tickgate in the tray when I log in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save and start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set up Tickgate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try with made-up prices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opens a second Tickgate with a synthetic feed; the API key is demo-key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Welcome to Tickgate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where API keys come from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OpenAlgo folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Found, with %1 in its database.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 API key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 API keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No OpenAlgo was found in the usual places: choose its folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The WebSocket port is the same: give them different ports.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::HeaderBar</name>
    <message>
        <source>Indian Standard Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>IST %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::HoursDialog</name>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exchange hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trading hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Holidays</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Built-in table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the hours back that Tickgate came with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outside these hours, in Indian time, no feed is called silent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A line for each day: 2026-01-26 closes all, 2026-01-26 NSE BSE only these.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A line for each exchange: NSE Mon-Fri 09:15-15:30, CRYPTO always, GLOBAL_INDEX never. Winter 23:55 behind the times is the close while the United States are on winter time.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::IdleView</name>
    <message>
        <source>Stopped by %1 in %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, %1 left politely, %2 cut off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 clients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, ports free.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remedy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening the ports.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saying goodbye to the clients.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The proxy is stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The proxy is not running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It starts again by itself in %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The programs that connect must then be told the new port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, but %1 was still held afterwards.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop waiting</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::LogModel</name>
    <message>
        <source>trace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>debug</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>info</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::LogPage</name>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Least level shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>errors only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 and above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter by text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the list as it is; what is logged meanwhile is shown afterwards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the selected lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save what is shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empties this list; the log file keeps everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 new line below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 new lines below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the newest line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No line matches the filter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was logged yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the log</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::MainWindow</name>
    <message>
        <source>Stop button</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restart button</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>new settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why no data?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>made-up prices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show log</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::Notifier</name>
    <message>
        <source>The proxy failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The proxy was restarted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A feed went silent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A client reads too slowly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has been silent for %2, %3 affected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 symbol</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 symbols</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 client gets only the newest prices until it catches up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 clients get only the newest prices until they catch up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tickgate is running again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::OverviewPage</name>
    <message>
        <source>In</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency p99</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Since start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>5 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chart of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>last %1 ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to 1 client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to %1 clients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>p50 %1, max %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no tick delivered yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>delivered, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no program connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no tick yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing delivered just now</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::PanelActions</name>
    <message>
        <source>&amp;Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start the proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+S</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the proxy: clients are told and disconnected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+T</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Restart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the proxy and start it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+R</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free a port that another program holds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Why no data?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find out where data stops</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save &amp;diagnostics...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a file with logs, settings and ports for whoever helps you; secrets are masked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exchange &amp;hours...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say when each exchange trades, and its holidays</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy WebSocket address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the address that programs connect to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Shift+C</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;ettings...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change how Tickgate works</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+,</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set-&amp;up assistant...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find OpenAlgo, choose ports, send a test tick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Close window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the window; the proxy keeps running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the proxy and quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Q</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About Tickgate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version and licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Overview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Clients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;ymbols</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Ports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Force-Re&amp;lease...</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::PanelCommands</name>
    <message>
        <source>Client %1 was disconnected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in about %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as soon as it is free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port %1 is not free yet. The proxy starts %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for a free port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None of the next hundred ports is free.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port %1 is used from now on: change it in the programs that connect, too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tickgate was started with %1=%2: start it with another port.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::PanelDialogs</name>
    <message>
        <source>About Tickgate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tickgate %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The local market-data gate for algorithmic traders.

Free software under the GNU General Public License, version 3 or later. It comes with no warranty.

Qt %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (WebSocket)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (ZeroMQ bus)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save diagnostics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gathering diagnostics.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Diagnostics saved to %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::PanelPages</name>
    <message>
        <source>Pages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Symbols</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::PanelStore</name>
    <message>
        <source>What the window remembers (%1) was saved by a newer Tickgate. It is used, but changes are not kept: update Tickgate to keep them.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::PortModel</name>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Force-Release...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start as soon as it is free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the next free port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>somebody else listens too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an earlier Tickgate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OpenAlgo&apos;s proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>another program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>another user</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reserved by the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>old connections linger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>held by a vanished program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>taken on another address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not an address of ours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ZeroMQ bus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WebSocket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Process</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running since</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a publisher, connected to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a publisher, beside the bus</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::PortsPage</name>
    <message>
        <source>Check again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ports are being looked at.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remedy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the ports again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::ProxyController</name>
    <message>
        <source>It is starting already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is running already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is still stopping; try again in a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tickgate is quitting.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not running.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is stopping already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is still starting.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is still stopping.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no client %1.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::ReleaseDialog</name>
    <message>
        <source>Ask it to stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start the proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Force-Release</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait until it has gone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End it, only if it does not go and only when you say so</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prove that the port is free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking at port %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asked %1 to stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting until it has gone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has not gone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ended %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has gone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proving that the port is free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The port is free, after %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::SetUpDialogs</name>
    <message>
        <source>The demo could not be started.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The new settings take effect when the proxy restarts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restart now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exchange hours saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The WebSocket server picks a free port at every start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bus picks a free port at every start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No program is connected at the moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 program is disconnected for a moment; most connect again by themselves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 programs are disconnected for a moment; most connect again by themselves.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::SettingField</name>
    <message>
        <source>Choose...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Must be %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Found on this computer: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set by the environment variable %1, which wins over this file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set on the command line, which wins over this file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes effect after a restart of the proxy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes effect when saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set by %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not valid</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::SettingsDialog</name>
    <message>
        <source>Start Tickgate when I log in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start in the tray, without the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notify me when</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exchange hours and holidays...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When each exchange trades: outside these hours no feed is called silent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other computers can reach %1: switch on &quot;%2&quot; if that is wanted, or use 127.0.0.1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everybody who can reach %1 would get in with demo-key: take the keys from somewhere else, or use 127.0.0.1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A bus that connects needs the port that the publisher binds, not 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The WebSocket port is the same: give them different ports.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::StatusLine</name>
    <message>
        <source>Waiting for the proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sample %1 old, not current</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sample %1 old</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>restarts today %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>keys: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OpenAlgo: not set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No OpenAlgo folder is set; see Settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OpenAlgo: ...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OpenAlgo: found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OpenAlgo: not usable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>new settings wait for a restart</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::SymbolModel</name>
    <message>
        <source>never ticked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>silent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not subscribed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>never</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ticks since start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exchange</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Symbol</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subscribers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticks/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last price</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last tick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subscribed for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::SymbolsPage</name>
    <message>
        <source>Subscribed but silent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter by symbol, exchange or note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter symbols</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show only what is subscribed but silent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the selected symbols</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Symbols</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2 subscribed, %3 waiting for a tick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 symbol</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 symbols</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every subscribed symbol ticks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No symbol matches the filter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The proxy is not running, so nothing ticks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has ticked yet and nobody has subscribed to anything. Press F9 to find out where data stops.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::ThroughputChart</name>
    <message>
        <source>start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In (messages/s)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Out (messages/s)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency p99 (ms, right)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%.0f min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%.0f s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No samples yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In %1 messages a second, out %2, latency %3 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ago
in %2/s
out %3/s
p99 %4 ms</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::TrayIcon</name>
    <message>
        <source>Open Tickgate</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickgate::WhyDialog</name>
    <message>
        <source>in order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not looked at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send a test tick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why no data?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remedy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send a tick of our own through the bus and measure how long it takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
