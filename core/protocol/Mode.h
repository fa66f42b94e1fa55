#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

class QJsonValue;

namespace tickgate {

/// How much of a quote a subscription asks for; each includes the ones below it. Pure value.
enum class Mode : std::uint8_t
{
    Ltp = 1,
    Quote = 2,
    Depth = 3
};

inline constexpr int kModeCount = 3;
inline constexpr std::array kModes{Mode::Ltp, Mode::Quote, Mode::Depth};

/// The number that ticks carry.
[[nodiscard]] constexpr int modeNumber(Mode mode) noexcept
{
    return static_cast<int>(mode);
}

/// Its place in arrays of kModeCount.
[[nodiscard]] constexpr std::size_t modeIndex(Mode mode) noexcept
{
    return static_cast<std::size_t>(mode) - 1;
}

/// Its bit where several modes are held at once.
[[nodiscard]] constexpr std::uint8_t modeBit(Mode mode) noexcept
{
    return static_cast<std::uint8_t>(1U << modeIndex(mode));
}

/// The label that replies carry: "LTP", "Quote" or "Depth".
[[nodiscard]] std::string_view modeLabel(Mode mode) noexcept;

/// What a client sent: 1/2/3 or a label in any case with blanks around it. Nothing for all else (INVALID_MODE).
[[nodiscard]] std::optional<Mode> modeFromJson(const QJsonValue &value);

/// The last part of a bus topic: LTP, QUOTE or DEPTH in any case, no blanks.
[[nodiscard]] std::optional<Mode> modeFromTopicPart(std::string_view part) noexcept;

} // namespace tickgate
