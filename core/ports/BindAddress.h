#pragma once

#include <QString>

#include <optional>

namespace tickgate {

/// The numeric address to bind for a configured host: `localhost` is ours to resolve (127.0.0.1), brackets of IPv6
/// are taken off; nothing for host names and rubbish. Pure.
[[nodiscard]] std::optional<QString> bindAddress(const QString &host);

} // namespace tickgate
