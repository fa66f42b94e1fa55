#pragma once

#include "core/ports/PortVerdict.h"
#include "ui/model/PanelView.h"

#include <QWidget>

#include <optional>

class QAction;
class QLabel;
class QPushButton;

namespace tickgate {

class ActionButton;
class Glyph;

/// What stands in the chart's place while nothing runs. Stopped: a large Start, the verdict on the ports, how the last
/// run ended. Failed: what happened, what to do, one button that does it. GUI thread; owned by the overview page.
class IdleView : public QWidget
{
    Q_OBJECT

public:
    explicit IdleView(QAction &start, QWidget *parent = nullptr);

    void setView(const PanelView &view);
    void setVerdicts(const std::optional<PortVerdict> &webSocket, const std::optional<PortVerdict> &bus);
    /// How the previous run ended, when it did not end well; empty for nothing. A stop of this run is newer and hides
    /// it.
    void setPreviousRun(const QString &text);
    /// While something is waited for, e.g. for a port to become free.
    void setProgress(const QString &text);
    /// What is waited for can be given up.
    void setWaiting(bool waiting);

Q_SIGNALS:
    void waitGivenUp();
    void portActionRequested(tickgate::PortAction action, const tickgate::PortVerdict &verdict);

private:
    void refresh();
    /// Each returns what is to be said.
    [[nodiscard]] QString refreshStopped();
    [[nodiscard]] QString refreshFailed();
    /// The verdict that stands in the way of a start, if one does.
    [[nodiscard]] const PortVerdict *obstacle() const;
    void offer(PortAction action, const PortVerdict &verdict);

    PanelView m_view;
    std::optional<PortVerdict> m_webSocket;
    std::optional<PortVerdict> m_bus;
    QString m_previousRun;
    QString m_progress;
    bool m_waiting = false;
    PortAction m_action = PortAction::None;
    PortVerdict m_actionVerdict;

    Glyph *m_glyph;
    QLabel *m_title;
    QLabel *m_text;
    QLabel *m_ports;
    QLabel *m_last;
    ActionButton *m_start;
    QPushButton *m_remedy;
    QPushButton *m_wait; ///< beside the one remedy of a busy port: what may be chosen instead
    QPushButton *m_next;
    QPushButton *m_giveUp;
};

} // namespace tickgate
