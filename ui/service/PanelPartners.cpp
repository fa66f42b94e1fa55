#include "PanelPartners.h"

#include "ui/service/ControllerService.h"
#include "ui/service/MessagePrompter.h"
#include "ui/service/SystemPortDesk.h"

namespace tickgate {

PanelPartners realPartners(ProxyController &controller, const PanelOptions &options)
{
    return {std::make_unique<ControllerService>(controller), std::make_unique<SystemPortDesk>(options.askInstance),
            std::make_unique<MessagePrompter>()};
}

} // namespace tickgate
