#pragma once

#include "core/ports/ReleaseLadder.h"
#include "ui/widget/Tone.h"

#include <QDialog>

#include <array>
#include <memory>
#include <vector>

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QVBoxLayout;

namespace tickgate {

class Glyph;

/// Frees a port in view of the user: who holds it and what ending it costs, then ask, wait, end, verify, each with its
/// progress. Cancel is the default; "End now" is not there until asking has failed. GUI thread; owned by the window.
class ReleaseDialog : public QDialog
{
    Q_OBJECT

public:
    struct Choice
    {
        QString title; ///< "8765 (WebSocket)"
        QString host;
        quint16 port = 0;
    };
    using MakeLadder = std::function<std::unique_ptr<ReleaseLadder>(const QString &host, quint16 port)>;

    ReleaseDialog(std::vector<Choice> choices, quint16 port, MakeLadder makeLadder, QWidget *parent = nullptr);
    ~ReleaseDialog() override;

    void reject() override;

Q_SIGNALS:
    /// The port is free and the user wants the proxy on it.
    void startRequested();

private:
    enum Step
    {
        Ask,
        Wait,
        End,
        Verify,
        StepCount
    };
    struct Row
    {
        Glyph *glyph = nullptr;
        QLabel *text = nullptr;
    };

    void build(const std::vector<Choice> &choices, quint16 port);
    void examine();
    void connectLadder();
    void showPlan(const ReleasePlan &plan);
    void showReport(const ReleaseReport &report);
    void setStep(Step step, Tone tone, const QString &text);
    void resetSteps();
    void say(const QString &what, const QString &detail);

    std::vector<Choice> m_choices;
    MakeLadder m_make;
    std::unique_ptr<ReleaseLadder> m_ladder;
    QComboBox *m_port;
    QLabel *m_what;
    QLabel *m_detail;
    QWidget *m_steps;
    QProgressBar *m_progress;
    QPushButton *m_ask;
    QPushButton *m_end;
    QPushButton *m_start;
    QPushButton *m_cancel;
    std::array<Row, StepCount> m_rows{};
};

} // namespace tickgate
