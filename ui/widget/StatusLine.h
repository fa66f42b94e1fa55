#pragma once

#include "core/ports/BackgroundJobs.h"
#include "ui/model/PanelView.h"

#include <QStatusBar>

class QLabel;

namespace tickgate {

class MutedLabel;

/// The bottom line: what was said last, the sample's age, restarts, OpenAlgo, version. GUI thread; owned by the window.
class StatusLine : public QStatusBar
{
    Q_OBJECT

public:
    explicit StatusLine(QWidget *parent = nullptr);

    void setView(const PanelView &view);
    void say(const QString &text);
    /// Whether saved settings wait for a restart; said until it is told otherwise.
    void setRestartPending(bool pending);

private:
    void checkOpenAlgo(const ProxyConfig &config);

    QLabel *m_state;
    QLabel *m_sample;
    QLabel *m_restarts;
    MutedLabel *m_pending;
    QLabel *m_keys;
    QLabel *m_openAlgo;
    QString m_checkedHome;
    bool m_checked = false;
    BackgroundJobs m_jobs;
};

} // namespace tickgate
