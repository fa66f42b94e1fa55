#pragma once

#include "core/config/SettingTable.h"

namespace tickgate {

/// What the row takes, for problem sentences, hints and the README: "a number from 1 to 3600", "on or off".
[[nodiscard]] QString allowedText(const SettingRow &row);

/// Puts the text into the configuration. False leaves the configuration alone: the text is not one of allowedText().
/// Blanks around the text do not count; an empty text gives the default back.
[[nodiscard]] bool applySetting(const SettingRow &row, const QString &text, ProxyConfig &config);

/// The row's value in a configuration, as it would stand in a .env file.
[[nodiscard]] QString settingText(const SettingRow &row, const ProxyConfig &config);

/// A value fit for a screen, a log or a bundle: secrets as stars, passwords inside URLs likewise.
[[nodiscard]] QString maskedSettingText(const SettingRow &row, const QString &text);

} // namespace tickgate
