#pragma once

#include "ui/PanelOptions.h"
#include "ui/service/PanelService.h"
#include "ui/service/PortDesk.h"
#include "ui/service/Prompter.h"

#include <memory>

namespace tickgate {

/// Whom the window talks to: the real ones in the program, fakes in tests.
struct PanelPartners
{
    std::unique_ptr<PanelService> service;
    std::unique_ptr<PortDesk> desk;
    std::unique_ptr<Prompter> prompter;
};

/// The controller, which must outlive them, this system's ports, and the platform's message boxes.
[[nodiscard]] PanelPartners realPartners(ProxyController &controller, const PanelOptions &options);

} // namespace tickgate
