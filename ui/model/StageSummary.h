#pragma once

#include "ui/model/PanelView.h"
#include "ui/widget/Tone.h"

#include <QString>
#include <QStringList>

namespace tickgate {

/// What one of the three stages says.
struct StageText
{
    Tone tone = Tone::Stopped;
    QString title;  ///< "FEED"
    QString place;  ///< "tcp 127.0.0.1:5555"
    QString status; ///< "bound, 2 publishers"
    QString numbers;
    QStringList details; ///< more lines for who looks closer

    bool operator==(const StageText &) const = default;
};

[[nodiscard]] StageText feedStage(const PanelView &view);
[[nodiscard]] StageText proxyStage(const PanelView &view);
[[nodiscard]] StageText clientsStage(const PanelView &view);

/// One line for each broker adapter: "zerodha for asha: connected, 12 symbols, last tick 0.4 s ago".
[[nodiscard]] QStringList adapterLines(const PanelView &view);

/// The state in one word, "RUNNING", and its tone.
[[nodiscard]] QString stateWord(ServiceState state);
[[nodiscard]] Tone stateTone(const PanelView &view);

/// The address that programs connect to: "ws://127.0.0.1:8765".
[[nodiscard]] QString webSocketUrl(const PanelView &view);

} // namespace tickgate
