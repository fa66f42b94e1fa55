// Writes every page and dialog as a picture, for review and for the README:
// render_pages FOLDER [light|dark [SECONDS [rtl]]]. SECONDS of past are gathered for the chart.
// The scale comes from QT_SCALE_FACTOR, as on a real desktop.

#include "fakes/PanelStage.h"
#include "ui/MainWindow.h"
#include "ui/dialog/WhyDialog.h"
#include "ui/widget/OutlineStyle.h"
#include "ui/widget/PanelActions.h"

#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QTest>

#include <cstdio>

using namespace tickgate;
using namespace tickgate::test;

namespace {

QPalette darkPalette()
{
    QPalette palette;
    const QColor window(0x25, 0x27, 0x2b);
    const QColor base(0x1c, 0x1e, 0x21);
    const QColor text(0xe6, 0xe7, 0xe9);
    palette.setColor(QPalette::Window, window);
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::AlternateBase, QColor(0x22, 0x24, 0x28));
    palette.setColor(QPalette::ToolTipBase, window);
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::PlaceholderText, QColor(0x9a, 0x9d, 0xa3));
    palette.setColor(QPalette::Button, QColor(0x33, 0x36, 0x3b));
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::BrightText, Qt::white);
    palette.setColor(QPalette::Highlight, QColor(0x2f, 0x6f, 0xb5));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Light, QColor(0x3f, 0x42, 0x48));
    palette.setColor(QPalette::Midlight, QColor(0x39, 0x3c, 0x41));
    palette.setColor(QPalette::Mid, QColor(0x2b, 0x2d, 0x31));
    palette.setColor(QPalette::Dark, QColor(0x17, 0x18, 0x1b));
    palette.setColor(QPalette::Link, QColor(0x6c, 0xb6, 0xff));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(0x7d, 0x80, 0x86));
    return palette;
}

class Renderer
{
public:
    Renderer(QString folder, QString suffix)
        : m_folder(std::move(folder))
        , m_suffix(std::move(suffix))
    {}

    void save(QWidget &widget, const QString &name)
    {
        QTest::qWait(60);
        const QString path = QStringLiteral("%1/%2-%3.png").arg(m_folder, name, m_suffix);
        if (!widget.grab().save(path))
            std::fprintf(stderr, "could not write %s\n", qPrintable(path));
        else
            ++m_saved;
    }

    [[nodiscard]] int saved() const { return m_saved; }

private:
    QString m_folder;
    QString m_suffix;
    int m_saved = 0;
};

std::shared_ptr<LogRing> sessionLog()
{
    auto ring = std::make_shared<LogRing>();
    const QDateTime start(QDate(2026, 3, 2), QTime(9, 4, 12, 104));
    const auto say = [&](int seconds, LogLevel level, const char *text) {
        ring->append(level, QString::fromLatin1(text), start.addSecs(seconds));
    };
    say(0, LogLevel::Info, "service: stopped -> starting");
    say(0, LogLevel::Info, "bus: bound tcp://127.0.0.1:5555");
    say(0, LogLevel::Info, "hub: listening on 127.0.0.1:8765 and [::1]:8765");
    say(0, LogLevel::Info, "service: starting -> running");
    say(3, LogLevel::Info, "bus: publisher attached (1)");
    say(44, LogLevel::Info, "hub: client 1 connected from 127.0.0.1:52110");
    say(44, LogLevel::Info, "auth: client 1 is asha (zerodha), key 3fa9 #c81e");
    say(302, LogLevel::Warn, "hub: client 4 is slow: 1024 messages wait, prices are conflated");
    say(640, LogLevel::Warn, "bus: payload is no JSON (topic NSE_FOO_LTP), 3 dropped in the last minute");
    say(900, LogLevel::Error, "auth: wrong API key from 127.0.0.1:52900");
    say(7300, LogLevel::Info, "hub: client 7 connected from 127.0.0.1:52377");
    return ring;
}

void renderRunning(Renderer &renderer, int seconds)
{
    FakePanel panel = makeFakePanel();
    FakeService &service = *panel.service;
    fillDesk(*panel.desk);
    PanelOptions options;
    options.log = sessionLog();
    MainWindow window(std::move(panel.partners), options);
    window.resize(1040, 720);
    service.m_config.openAlgoHome = QString();
    service.setState(ServiceState::Starting);
    service.setState(ServiceState::Running);
    window.show();
    // A chart needs a past.
    for (int step = 0; step < seconds; ++step) {
        service.setSnapshot(sessionSnapshot(step * 3));
        QTest::qWait(1010);
    }
    for (const NamedPage &page : kPages) {
        window.showPage(page.page);
        service.setSnapshot(sessionSnapshot(42));
        QTest::qWait(400);
        if (page.page == PanelPages::Clients)
            window.findChild<QTableView *>(QStringLiteral("clientsTable"))->selectRow(3);
        renderer.save(window, QLatin1String(page.name));
    }
    window.actions().why->trigger();
    service.setSnapshot(sessionSnapshot(43));
    QTest::qWait(300);
    renderer.save(*window.findChild<WhyDialog *>(), QStringLiteral("why"));
    window.findChild<WhyDialog *>()->close();
    window.showPage(PanelPages::Overview);
    QTest::qWait(2600);
    renderer.save(window, QStringLiteral("stale"));
    window.prepareToQuit();
}

void renderIdle(Renderer &renderer)
{
    FakePanel panel = makeFakePanel();
    FakeService &service = *panel.service;
    FakeDesk &desk = *panel.desk;
    MainWindow window(std::move(panel.partners), {});
    window.resize(1040, 720);
    service.m_lastStop = StopReport{84, 6, 1, {}, QStringLiteral("Stop button")};
    window.show();
    QTest::qWait(400);
    renderer.save(window, QStringLiteral("stopped"));
    for (const PanelPages::Page page : {PanelPages::Clients, PanelPages::Symbols, PanelPages::Log}) {
        window.showPage(page);
        QTest::qWait(300);
        renderer.save(window, QStringLiteral("empty-%1").arg(page));
    }
    window.showPage(PanelPages::Overview);

    desk.verdicts.insert(8765, busyVerdict());
    service.setState(ServiceState::Starting);
    QTest::qWait(300);
    renderer.save(window, QStringLiteral("starting"));
    service.m_untilRestart = std::chrono::seconds(8);
    service.setState(ServiceState::Failed,
                     ServiceError{ServiceErrorCode::PortBusy, busyVerdict().text, busyVerdict().remedy, busyVerdict()});
    QTest::qWait(400);
    renderer.save(window, QStringLiteral("failed"));
    window.showPage(PanelPages::Ports);
    QTest::qWait(400);
    renderer.save(window, QStringLiteral("ports-busy"));

    desk.table->addProcess(48211, "python3");
    desk.table->editProcess(48211, [](os::ProcessIdentity &process) {
        process.arguments = {"python3", "-m", "websocket_proxy.server"};
        process.user = "asha";
        process.sameUser = true;
        process.startedAtMs = QDateTime(QDate(2026, 3, 2), QTime(3, 28), Qt::UTC).toMSecsSinceEpoch();
    });
    desk.table->listen(48211, "127.0.0.1", 8765);
    desk.table->setOnEnd([](FakeProcessTable &, const FakeProcessTable::Signal &) { return os::EndOutcome::Sent; });
    desk.times.ask = std::chrono::milliseconds(600);
    window.actions().release->trigger();
    QTest::qWait(500);
    auto *release = window.findChild<QDialog *>(QStringLiteral("releaseDialog"));
    renderer.save(*release, QStringLiteral("release-plan"));
    release->findChild<QPushButton *>(QStringLiteral("releaseAskButton"))->click();
    QTest::qWait(300);
    renderer.save(*release, QStringLiteral("release-waiting"));
    QTest::qWait(900);
    renderer.save(*release, QStringLiteral("release-force"));
    release->close();

    window.actions().settings->trigger();
    QTest::qWait(500);
    auto *settings = window.findChild<QDialog *>(QStringLiteral("settingsDialog"));
    auto *tabs = settings->findChild<QTabWidget *>(QStringLiteral("settingsTabs"));
    for (int tab = 0; tab < tabs->count(); ++tab) {
        tabs->setCurrentIndex(tab);
        renderer.save(*settings, QStringLiteral("settings-%1").arg(tab + 1));
    }
    settings->close();

    window.actions().hours->trigger();
    QTest::qWait(400);
    auto *hours = window.findChild<QDialog *>(QStringLiteral("hoursDialog"));
    renderer.save(*hours, QStringLiteral("hours"));
    hours->close();

    window.actions().firstRun->trigger();
    QTest::qWait(600);
    renderer.save(*window.findChild<QDialog *>(QStringLiteral("firstRunDialog")), QStringLiteral("first-run"));
    window.prepareToQuit();
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 2) {
        std::fprintf(stderr, "usage: render_pages FOLDER [light|dark]\n");
        return 2;
    }
    const bool dark = arguments.value(2) == QLatin1String("dark");
    QApplication::setStyle(new OutlineStyle);
    if (QCoreApplication::arguments().contains(QLatin1String("rtl")))
        QApplication::setLayoutDirection(Qt::RightToLeft);
    if (dark)
        QApplication::setPalette(darkPalette());
    QDir().mkpath(arguments[1]);
    const int scale = qRound(app.devicePixelRatio() * 100);
    Renderer renderer(arguments[1], QStringLiteral("%1-%2%3")
                                        .arg(dark ? QStringLiteral("dark") : QStringLiteral("light"))
                                        .arg(scale)
                                        .arg(QApplication::isRightToLeft() ? QStringLiteral("-rtl") : QString()));
    renderIdle(renderer);
    renderRunning(renderer, std::max(1, arguments.value(3, QStringLiteral("12")).toInt()));
    std::printf("%d pictures in %s\n", renderer.saved(), qPrintable(arguments[1]));
    return 0;
}
