#pragma once

#include "core/ports/BackgroundJobs.h"
#include "ui/model/PanelView.h"

#include <QStatusBar>

class QLabel;

namespace tickgate {

/// The bottom line: what was said last, the sample's age, restarts, OpenAlgo, version. GUI thread; owned by the window.
class StatusLine : public QStatusBar
{
    Q_OBJECT

public:
    explicit StatusLine(QWidget *parent = nullptr);

    void setView(const PanelView &view);
    void say(const QString &text);

private:
    void checkOpenAlgo(const ProxyConfig &config);

    QLabel *m_state;
    QLabel *m_sample;
    QLabel *m_restarts;
    QLabel *m_keys;
    QLabel *m_openAlgo;
    QString m_checkedHome;
    bool m_checked = false;
    BackgroundJobs m_jobs;
};

} // namespace tickgate
