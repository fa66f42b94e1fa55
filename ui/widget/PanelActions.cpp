#include "PanelActions.h"

#include "ui/widget/Icons.h"
#include "ui/widget/Theme.h"

#include <QMenu>
#include <QMenuBar>

namespace tickgate {

QAction *PanelActions::make(const char *name, const QString &text, const QString &tip, const QKeySequence &keys)
{
    auto *action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    action->setToolTip(tip);
    action->setStatusTip(tip);
    action->setShortcut(keys);
    return action;
}

PanelActions::PanelActions(QObject *parent)
    : QObject(parent)
    , start(make("start", tr("&Start"), tr("Start the proxy"), QKeySequence(tr("Ctrl+S"))))
    , stop(make("stop", tr("S&top"), tr("Stop the proxy: clients are told and disconnected"),
                QKeySequence(tr("Ctrl+T"))))
    , restart(make("restart", tr("&Restart"), tr("Stop the proxy and start it again"), QKeySequence(tr("Ctrl+R"))))
    , release(make("release", tr("Force-Re&lease..."), tr("Free a port that another program holds")))
    , why(make("why", tr("&Why no data?"), tr("Find out where data stops"), QKeySequence(Qt::Key_F9)))
    , bundle(make("bundle", tr("Save &diagnostics..."),
                  tr("Write a file with logs, settings and ports for whoever helps you; secrets are masked")))
    , hours(make("hours", tr("Exchange &hours..."), tr("Say when each exchange trades, and its holidays")))
    , copyUrl(make("copyUrl", tr("&Copy WebSocket address"), tr("Copy the address that programs connect to"),
                   QKeySequence(tr("Ctrl+Shift+C"))))
    , settings(make("settings", tr("S&ettings..."), tr("Change how Tickgate works"), QKeySequence(tr("Ctrl+,"))))
    , firstRun(make("firstRun", tr("Set-&up assistant..."), tr("Find OpenAlgo, choose ports, send a test tick")))
    , close(make("close", tr("&Close window"), tr("Close the window; the proxy keeps running"), QKeySequence::Close))
    , quit(make("quit", tr("&Quit"), tr("Stop the proxy and quit"), QKeySequence(tr("Ctrl+Q"))))
    , about(make("about", tr("&About Tickgate"), tr("Version and licence")))
{
    settings->setMenuRole(QAction::PreferencesRole);
    quit->setMenuRole(QAction::QuitRole);
    about->setMenuRole(QAction::AboutRole);
    const QStringList titles{tr("&Overview"), tr("&Clients"), tr("S&ymbols"), tr("&Ports"), tr("&Log")};
    const QStringList names{QStringLiteral("pageOverview"), QStringLiteral("pageClients"),
                            QStringLiteral("pageSymbols"), QStringLiteral("pagePorts"), QStringLiteral("pageLog")};
    for (int i = 0; i < titles.size(); ++i) {
        auto *action = new QAction(titles[i], this);
        action->setObjectName(names[i]);
        action->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + i)));
        pages += action;
    }
    setView({});
}

void PanelActions::setView(const PanelView &view)
{
    const ServiceState state = view.state;
    const bool idle = state == ServiceState::Stopped || state == ServiceState::Failed;
    start->setEnabled(idle);
    stop->setEnabled(state == ServiceState::Running || state == ServiceState::Starting || view.untilAutoRestart);
    restart->setEnabled(state == ServiceState::Running);
    release->setEnabled(state != ServiceState::Starting && state != ServiceState::Stopping);
}

void PanelActions::fill(QMenuBar &bar) const
{
    QMenu *file = bar.addMenu(tr("&File"));
    file->addActions({settings, firstRun});
    file->addSeparator();
    file->addActions({close, quit});
    bar.addMenu(tr("&View"))->addActions(pages);
    QMenu *server = bar.addMenu(tr("&Server"));
    server->addActions({start, stop, restart});
    server->addSeparator();
    server->addActions({release, copyUrl});
    bar.addMenu(tr("&Tools"))->addActions({why, hours, bundle});
    bar.addMenu(tr("&Help"))->addAction(about);
}

void PanelActions::setPalette(const QPalette &palette)
{
    const Theme theme = Theme::of(palette);
    const QColor off = mixed(theme.muted, theme.window, 0.45);
    start->setIcon(icons::tinted(QStringLiteral("start"), theme.ok, off));
    stop->setIcon(icons::tinted(QStringLiteral("stop"), theme.bad, off));
    restart->setIcon(icons::tinted(QStringLiteral("restart"), theme.text, off));
    release->setIcon(icons::tinted(QStringLiteral("release"), theme.text, off));
    why->setIcon(icons::tinted(QStringLiteral("why"), theme.busy, off));
    settings->setIcon(icons::tinted(QStringLiteral("settings"), theme.text, off));
    copyUrl->setIcon(icons::tinted(QStringLiteral("copy"), theme.text, off));
}

} // namespace tickgate
