#include "MainWindow.h"

#include "core/metrics/Format.h"
#include "ui/dialog/PanelDialogs.h"
#include "ui/dialog/SetUpDialogs.h"
#include "ui/model/Attention.h"
#include "ui/model/PortModel.h"
#include "ui/model/StageSummary.h"
#include "ui/page/IdleView.h"
#include "ui/service/PanelCommands.h"
#include "ui/service/PanelStore.h"
#include "ui/service/PlatformManners.h"
#include "ui/service/PortWatch.h"
#include "ui/service/SettingsWriter.h"
#include "ui/service/WindowMemory.h"
#include "ui/tray/ExitManners.h"
#include "ui/tray/Notifier.h"
#include "ui/tray/TrayIcon.h"
#include "ui/widget/AttentionBar.h"
#include "ui/widget/HeaderBar.h"
#include "ui/widget/Icons.h"
#include "ui/widget/PanelActions.h"
#include "ui/widget/StatusLine.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDesktopServices>
#include <QMenuBar>
#include <QUrl>
#include <QVBoxLayout>

namespace tickgate {

namespace {
constexpr qint64 kSnoozeSeconds = 15 * 60;
}

MainWindow::MainWindow(PanelPartners partners, PanelOptions options, QWidget *parent)
    : QMainWindow(parent)
    , m_with(std::move(partners))
    , m_options(std::move(options))
    , m_store(std::make_unique<PanelStore>(windowMemoryFile(m_options.folders)))
    , m_settingsFile(std::make_unique<SettingsWriter>(m_options.sources.ownFile()))
    , m_presenter(std::make_unique<PanelPresenter>(*m_with.service, ExchangeHours()))
    , m_ports(std::make_unique<PortWatch>(*m_with.desk))
    , m_commands(std::make_unique<PanelCommands>(*m_with.service, *m_with.desk, *m_settingsFile, m_options.sources))
    , m_snoozer(std::make_unique<Snoozer>())
    , m_notifier(std::make_unique<Notifier>(*m_store))
    , m_dialogs(std::make_unique<PanelDialogs>(
          PanelDialogs::Partners{*this, *m_with.service, *m_with.desk, *m_with.prompter, *m_presenter, m_options}))
    , m_setUp(std::make_unique<SetUpDialogs>(SetUpDialogs::Partners{*this, *m_with.desk, *m_with.prompter, *m_store,
                                                                    *m_settingsFile, *m_presenter, m_options}))
    , m_actions(new PanelActions(this))
    , m_status(new StatusLine(this))
{
    manners::introduce();
    setObjectName(QStringLiteral("mainWindow"));
    QString title = QStringLiteral("Tickgate");
    if (!m_options.instance.isEmpty())
        title += QStringLiteral(" - ") + m_options.instance;
    if (m_options.demo)
        title += QStringLiteral(" - ") + tr("made-up prices");
    setWindowTitle(title);
    setWindowIcon(icons::application());
    m_actions->setPalette(palette());
    m_tray = new TrayIcon({m_actions->start, m_actions->stop, m_actions->restart, m_actions->release,
                           m_actions->copyUrl, m_actions->settings, m_actions->quit},
                          this);
    m_exit = std::make_unique<ExitManners>(*this, *m_tray, *m_with.prompter, *m_store);
    setStatusBar(m_status);
    build();
    m_actions->fill(*menuBar());
    connectActions();
    connectParts();
    tickgate::restoreGeometry(*this, *m_store);
    m_pages->setFocus();
    m_pages->idleView().setPreviousRun(m_options.previousRun);
    m_presenter->loadHours(m_options.folders.configDir);
    refreshSampling();
    refresh();
}

MainWindow::~MainWindow()
{
    // Children must not hear from partners that go before them.
    m_presenter->disconnect();
    m_with.service->disconnect();
}

void MainWindow::build()
{
    m_header = new HeaderBar(
        {m_actions->start, m_actions->stop, m_actions->restart, m_actions->release, m_actions->why}, this);
    m_attention = new AttentionBar(this);
    m_pages =
        new PanelPages({*m_presenter, *m_with.desk, *m_with.prompter, *m_store, m_options, *m_actions->start}, this);

    auto *central = new QWidget(this);
    auto *layout = new QVBoxLayout(central);
    layout->setContentsMargins(12, 10, 12, 4);
    layout->setSpacing(10);
    layout->addWidget(m_header);
    layout->addWidget(m_attention);
    layout->addWidget(m_pages, 1);
    setCentralWidget(central);
}

void MainWindow::connectActions()
{
    connect(m_actions->start, &QAction::triggered, m_commands.get(), &PanelCommands::start);
    connect(m_actions->stop, &QAction::triggered, this, [this] { m_commands->stop(tr("Stop button")); });
    connect(m_actions->restart, &QAction::triggered, this, [this] { m_commands->restart(tr("Restart button")); });
    connect(m_actions->why, &QAction::triggered, m_dialogs.get(), &PanelDialogs::openWhy);
    connect(m_actions->settings, &QAction::triggered, m_setUp.get(), &SetUpDialogs::openSettings);
    connect(m_actions->firstRun, &QAction::triggered, m_setUp.get(), &SetUpDialogs::openFirstRun);
    connect(m_actions->release, &QAction::triggered, this, [this] {
        // The port that is in the way, if one is.
        const auto &bus = m_ports->bus();
        const bool busFirst = bus && !bus->connectInstead && portVerdictTone(bus->port.kind) == Tone::Failed &&
                              !(m_ports->webSocket() && portVerdictTone(m_ports->webSocket()->kind) == Tone::Failed);
        m_dialogs->openRelease(busFirst ? bus->port.port : quint16(0));
    });
    connect(m_actions->hours, &QAction::triggered, m_setUp.get(), &SetUpDialogs::openHours);
    connect(m_actions->bundle, &QAction::triggered, m_dialogs.get(), &PanelDialogs::saveBundle);
    connect(m_actions->about, &QAction::triggered, m_dialogs.get(), &PanelDialogs::openAbout);
    connect(m_actions->copyUrl, &QAction::triggered, this, &MainWindow::copyUrl);
    connect(m_actions->close, &QAction::triggered, this, &QWidget::close);
    connect(m_actions->quit, &QAction::triggered, this, [this] {
        const PanelView &view = m_presenter->view();
        m_exit->askQuit(view.running() ? view.snapshot.hub.clients : 0);
    });
    connect(m_exit.get(), &ExitManners::quitConfirmed, this, &MainWindow::quitRequested);
    for (int i = 0; i < m_actions->pages.size(); ++i)
        connect(m_actions->pages[i], &QAction::triggered, this, [this, i] { m_pages->setCurrentIndex(i); });
}

void MainWindow::connectParts()
{
    PanelService *service = m_with.service.get();
    connect(m_presenter.get(), &PanelPresenter::refreshed, this, &MainWindow::refresh);
    connect(m_presenter.get(), &PanelPresenter::wokeUp, m_ports.get(), &PortWatch::check);
    connect(service, &PanelService::stateChanged, this, [this](ServiceState from, ServiceState to) {
        manners::setServing(to == ServiceState::Running);
        if (to != ServiceState::Running)
            m_status->setRestartPending(false); // the next start reads them
        m_notifier->stateChanged(from, to, m_with.service->error());
        // The remedy stands on the first page; what mends itself interrupts nobody.
        if (to == ServiceState::Failed && !m_with.service->untilAutoRestart())
            showPage(PanelPages::Overview);
        refreshSampling();
        refreshPorts();
    });
    connect(m_settingsFile.get(), &SettingsWriter::written, service, &PanelService::reloadConfig);
    connect(service, &PanelService::configChanged, m_presenter.get(), &PanelPresenter::refresh);
    connect(service, &PanelService::receiptChanged, this, [this](const RestartReceipt &receipt) {
        m_notifier->receiptChanged(receipt);
        m_status->say(restartReceiptText(receipt));
    });
    connect(service, &PanelService::autoRestartChanged, m_presenter.get(), &PanelPresenter::refresh);
    connect(m_notifier.get(), &Notifier::notify, m_tray, &TrayIcon::tell);
    connect(m_tray, &TrayIcon::openRequested, this, &MainWindow::present);
    connect(qApp, &QGuiApplication::applicationStateChanged, this, [this](Qt::ApplicationState state) {
        if (state == Qt::ApplicationActive && manners::reopensWhenActivated() && !isVisible() && !m_quitting)
            present();
    });
    connect(m_commands.get(), &PanelCommands::said, m_status, &StatusLine::say);
    connect(m_commands.get(), &PanelCommands::progress, &m_pages->idleView(), &IdleView::setProgress);
    connect(m_commands.get(), &PanelCommands::waitingChanged, &m_pages->idleView(), &IdleView::setWaiting);
    connect(&m_pages->idleView(), &IdleView::waitGivenUp, m_commands.get(), &PanelCommands::cancelWait);
    connect(m_dialogs.get(), &PanelDialogs::actionRequested, this, &MainWindow::followDiagnosis);
    connect(m_dialogs.get(), &PanelDialogs::startRequested, m_commands.get(), &PanelCommands::start);
    connect(m_dialogs.get(), &PanelDialogs::said, m_status, &StatusLine::say);
    connect(m_dialogs.get(), &PanelDialogs::needsChanged, this, &MainWindow::refreshSampling);
    connect(m_setUp.get(), &SetUpDialogs::startRequested, m_commands.get(), &PanelCommands::start);
    connect(m_setUp.get(), &SetUpDialogs::restartRequested, this, [this] { m_commands->restart(tr("new settings")); });
    connect(m_setUp.get(), &SetUpDialogs::restartDue, this, [this] { m_status->setRestartPending(true); });
    connect(m_setUp.get(), &SetUpDialogs::firstRunFinished, m_dialogs.get(), &PanelDialogs::testWhenRunning);
    connect(m_setUp.get(), &SetUpDialogs::said, m_status, &StatusLine::say);
    connect(m_commands.get(), &PanelCommands::settingsWanted, m_setUp.get(), &SetUpDialogs::openSettings);
    connect(m_commands.get(), &PanelCommands::releaseWanted, this,
            [this](const PortVerdict &verdict) { m_dialogs->openRelease(verdict.port); });
    connect(m_pages, &PanelPages::portActionRequested, m_commands.get(), &PanelCommands::remedy);
    connect(m_pages, &PanelPages::portCheckRequested, m_ports.get(), &PortWatch::check);
    connect(m_pages, &PanelPages::kickRequested, m_commands.get(), &PanelCommands::kick);
    connect(m_ports.get(), &PortWatch::changed, this, [this] {
        m_presenter->setVerdicts(m_ports->webSocket(), m_ports->bus());
        m_pages->setVerdicts(*m_ports);
    });
    connect(m_header, &HeaderBar::feedClicked, this, [this] { showPage(PanelPages::Symbols); });
    connect(m_header, &HeaderBar::proxyClicked, this, [this] { showPage(PanelPages::Ports); });
    connect(m_header, &HeaderBar::clientsClicked, this, [this] { showPage(PanelPages::Clients); });
    connect(m_attention, &AttentionBar::whyClicked, this, &MainWindow::explain);
    connect(m_attention, &AttentionBar::snoozed, this, &MainWindow::putOff);
    connect(m_pages, &QTabWidget::currentChanged, this, [this] {
        refreshSampling();
        refresh();
    });
}

void MainWindow::refresh()
{
    const PanelView &view = m_presenter->view();
    m_actions->setView(view);
    m_tray->setStatus(trayStatus(view));
    m_notifier->setView(view);
    if (!isVisible())
        return;

    const QDateTime now = QDateTime::currentDateTimeUtc();
    m_header->setView(view);
    m_header->setClock(format::indianClock(now));
    m_attention->setAttention(m_snoozer->pick(everyAttention(), now));
    m_status->setView(view);
    m_pages->refresh();
    m_dialogs->refresh();
    refreshPorts();
}

/// What is wrong now, and then what was wrong before.
std::vector<Attention> MainWindow::everyAttention() const
{
    std::vector<Attention> all = attentions(m_presenter->view());
    // Who stopped or never started reads it on the first page.
    if (!m_options.previousRun.isEmpty() && m_presenter->view().running())
        all.push_back({kPreviousRunAttention, Tone::Warning, m_options.previousRun, tr("Show log"), true});
    return all;
}

void MainWindow::putOff(const QString &attentionKey)
{
    if (attentionKey == kPreviousRunAttention)
        m_options.previousRun.clear();
    else
        m_snoozer->snooze(attentionKey, QDateTime::currentDateTimeUtc().addSecs(kSnoozeSeconds));
    refresh();
}

void MainWindow::refreshPorts()
{
    const PanelView &view = m_presenter->view();
    // Where the data goes instead is worth knowing as soon as nobody publishes here.
    const bool missing = view.running() && view.hasSample && publisherMissing(view.snapshot);
    // And who stands in the way of a start is told on every page.
    const std::optional<ServiceError> error = m_with.service->error();
    const bool blocked = view.state == ServiceState::Failed && error && error->verdict;
    m_ports->watch(view, isVisible() && !isMinimized() && (m_pages->needsPorts() || missing || blocked));
}

void MainWindow::refreshSampling()
{
    m_presenter->setVisible(isVisible() && !isMinimized());
    m_presenter->setDetail(m_dialogs->needsEverything() ? SnapshotDetail::ClientsAndSymbols : m_pages->detail());
}

void MainWindow::showPage(PanelPages::Page page)
{
    m_pages->setCurrentIndex(page);
}

void MainWindow::copyUrl()
{
    const QString url = webSocketUrl(m_presenter->view());
    QApplication::clipboard()->setText(url);
    m_status->say(tr("Copied %1").arg(url));
}

void MainWindow::explain(const QString &attentionKey)
{
    if (attentionKey == QLatin1String("slow"))
        showPage(PanelPages::Clients);
    else if (attentionKey == QLatin1String("exposed"))
        showPage(PanelPages::Ports);
    else if (attentionKey == kPreviousRunAttention)
        showPage(PanelPages::Log);
    else if (attentionKey.startsWith(kLoginAttention))
        QDesktopServices::openUrl(QUrl(m_presenter->view().snapshot.hub.feed.loginAddress, QUrl::StrictMode));
    else
        m_dialogs->openWhy();
}

void MainWindow::followDiagnosis(DiagnosisAction action)
{
    switch (action) {
    case DiagnosisAction::Start:
        m_commands->start();
        break;
    case DiagnosisAction::Restart:
        m_commands->restart(tr("Why no data?"));
        break;
    case DiagnosisAction::ShowPorts:
        showPage(PanelPages::Ports);
        break;
    case DiagnosisAction::ShowSymbols:
        m_pages->showWaitingSymbols();
        break;
    case DiagnosisAction::ShowClients:
        showPage(PanelPages::Clients);
        break;
    case DiagnosisAction::ShowLog:
        showPage(PanelPages::Log);
        break;
    case DiagnosisAction::CopyUrl:
        copyUrl();
        break;
    case DiagnosisAction::OpenSettings:
        m_actions->settings->trigger();
        break;
    case DiagnosisAction::None:
        break;
    }
}

void MainWindow::showAtStart(bool minimized)
{
    const bool tray = m_tray->isAvailable();
    if (tray)
        m_tray->show();
    if (!minimized) {
        show();
        m_setUp->welcome();
    } else if (!tray) {
        showMinimized();
    }
}

void MainWindow::present()
{
    if (isMinimized())
        showNormal();
    else
        show();
    raise();
    activateWindow();
}

void MainWindow::say(const QString &text)
{
    m_status->say(text);
}

void MainWindow::prepareToQuit()
{
    m_quitting = true;
    m_tray->hide();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_quitting || qApp->isSavingSession()) {
        QMainWindow::closeEvent(event);
        return;
    }
    event->ignore();
    m_exit->hideWindow();
}

void MainWindow::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    refreshSampling();
    refresh();
}

void MainWindow::hideEvent(QHideEvent *event)
{
    QMainWindow::hideEvent(event);
    refreshSampling();
    refreshPorts();
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (!m_dialogs)
        return;
    if (event->type() == QEvent::PaletteChange)
        m_actions->setPalette(palette());
    if (event->type() == QEvent::WindowStateChange)
        refreshSampling();
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    keepGeometry(*this, *m_store);
}

void MainWindow::moveEvent(QMoveEvent *event)
{
    QMainWindow::moveEvent(event);
    keepGeometry(*this, *m_store);
}

} // namespace tickgate
