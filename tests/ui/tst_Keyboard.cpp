#include "fakes/PanelStage.h"
#include "ui/service/MessagePrompter.h"
#include "ui/tray/ExitManners.h"
#include "ui/widget/PanelActions.h"

#include <QAbstractButton>
#include <QApplication>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QTest>

#include <algorithm>

using namespace tickgate;
using namespace tickgate::test;

namespace {

/// What Alt and a letter may mean in the window as it is shown now.
QStringList visibleMnemonics(const MainWindow &window)
{
    QStringList texts;
    for (const QAction *menu : window.menuBar()->actions())
        texts += menu->text();
    for (const auto *button : window.findChildren<QAbstractButton *>()) {
        if (button->isVisible())
            texts += button->text();
    }
    for (const auto *label : window.findChildren<QLabel *>()) {
        if (label->isVisible() && label->buddy())
            texts += label->text();
    }
    const QTabWidget &pages = *window.findChild<QTabWidget *>(QStringLiteral("pages"));
    for (int i = 0; i < pages.count(); ++i)
        texts += pages.tabText(i);
    QStringList keys;
    for (const QString &text : texts) {
        const QKeySequence key = QKeySequence::mnemonic(text);
        if (!key.isEmpty())
            keys += key.toString();
    }
    return keys;
}

QStringList twice(QStringList keys)
{
    QStringList found;
    keys.sort();
    for (int i = 1; i < keys.size(); ++i) {
        if (keys[i] == keys[i - 1])
            found += keys[i];
    }
    return found;
}

} // namespace

class tst_Keyboard : public QObject
{
    Q_OBJECT

private:
    static void addStates()
    {
        QTest::addColumn<ServiceState>("state");
        QTest::newRow("stopped") << ServiceState::Stopped;
        QTest::newRow("starting") << ServiceState::Starting;
        QTest::newRow("running") << ServiceState::Running;
        QTest::newRow("stopping") << ServiceState::Stopping;
        QTest::newRow("failed") << ServiceState::Failed;
    }

    static void enter(PanelStage &stage, ServiceState state)
    {
        if (state == ServiceState::Running)
            stage.run();
        else if (state == ServiceState::Failed)
            stage.fail();
        else
            stage.service->setState(state);
    }

private Q_SLOTS:
    void noLetterMeansTwoThings_data() { addStates(); }

    void noLetterMeansTwoThings()
    {
        QFETCH(ServiceState, state);
        PanelStage stage;
        enter(stage, state);
        const bool startShown = state == ServiceState::Stopped || state == ServiceState::Failed;
        QTRY_COMPARE(stage.find<QAbstractButton>("startButton")->isVisible(), startShown);
        for (const NamedPage &page : kPages) {
            stage.window->showPage(page.page);
            const QStringList keys = visibleMnemonics(*stage.window);
            QVERIFY(keys.size() >= 5); // those of the menus at least
            QCOMPARE(twice(keys), QStringList());
        }
    }

    void theFocusStaysWhereStartAndStopAre()
    {
        PanelStage stage;
        const auto focused = [&stage] {
            const QWidget *widget = stage.window->focusWidget();
            return widget != nullptr ? widget->objectName() : QString();
        };
        stage.find<QAbstractButton>("startButton")->setFocus();
        stage.service->setState(ServiceState::Starting);
        stage.run();
        QTRY_COMPARE(focused(), QStringLiteral("stopButton"));
        stage.service->setState(ServiceState::Stopping);
        QTRY_COMPARE(focused(), QString()); // nothing can be pressed there now, and nothing else was chosen
        stage.service->setState(ServiceState::Stopped);
        QTRY_COMPARE(focused(), QStringLiteral("startButton"));
    }

    void whoeverLeavesThatSpotIsNotCalledBack()
    {
        PanelStage stage;
        stage.run();
        auto *stop = stage.find<QAbstractButton>("stopButton");
        QTRY_VERIFY(stop->isVisible());
        stop->setFocus();
        stage.service->setState(ServiceState::Stopping);
        QTRY_VERIFY(stage.window->focusWidget() == nullptr);
        QWidget *pages = stage.find<QTabWidget>("pages")->tabBar();
        pages->setFocus();
        stage.service->setState(ServiceState::Stopped);
        QTRY_VERIFY(stage.find<QAbstractButton>("startButton")->isVisible());
        QCOMPARE(stage.window->focusWidget(), pages);
    }

    void answersStandInTheirOrder()
    {
        const PanelStage stage;
        MessagePrompter prompter;
        prompter.ask(stage.window.get(), quitPrompt(3, true), [](int) {});
        auto *box = stage.find<QMessageBox>("prompt");
        QTRY_VERIFY(box->isVisible());
        QList<QAbstractButton *> buttons = box->buttons();
        std::sort(buttons.begin(), buttons.end(), [](const auto *a, const auto *b) { return a->x() < b->x(); });
        QStringList texts;
        for (const QAbstractButton *button : buttons)
            texts += button->text().remove(QLatin1Char('&'));
        QCOMPARE(texts, QStringList({QStringLiteral("Keep running"), QStringLiteral("Hide"), QStringLiteral("Quit")}));
        QCOMPARE(box->defaultButton()->text().remove(QLatin1Char('&')), texts.first());
        box->close();
    }

    void tabGoesTheWayTheEyeGoes()
    {
        PanelStage stage;
        stage.run();
        QTRY_VERIFY(stage.find<QAbstractButton>("stopButton")->isVisible());
        const QStringList wanted{
            QStringLiteral("stopButton"),  QStringLiteral("restartButton"), QStringLiteral("releaseButton"),
            QStringLiteral("whyButton"),   QStringLiteral("feedCard"),      QStringLiteral("proxyCard"),
            QStringLiteral("clientsCard"), QStringLiteral("spanMinute"),    QStringLiteral("spanFiveMinutes"),
            QStringLiteral("spanHour"),    QStringLiteral("spanSession"),   QStringLiteral("throughputChart")};
        QStringList found;
        const QWidget *first = stage.find<QWidget>("stopButton");
        const QWidget *widget = first;
        do {
            if (wanted.contains(widget->objectName()))
                found += widget->objectName();
            widget = widget->nextInFocusChain();
        } while (widget != first);
        QCOMPARE(found, wanted);
    }

    void noLetterMeansTwoThingsInAMenu()
    {
        const PanelStage stage;
        for (const QAction *menu : stage.window->menuBar()->actions()) {
            QStringList keys;
            for (const QAction *action : menu->menu()->actions())
                keys += QKeySequence::mnemonic(action->text()).toString();
            keys.removeAll(QString());
            QVERIFY(!keys.isEmpty());
            QCOMPARE(twice(keys), QStringList());
        }
    }

    void everyMenuOpensWithItsLetter_data() { addStates(); }

    void everyMenuOpensWithItsLetter()
    {
        QFETCH(ServiceState, state);
        PanelStage stage;
        enter(stage, state);
        stage.window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(stage.window.get()));
        const bool startShown = state == ServiceState::Stopped || state == ServiceState::Failed;
        QTRY_COMPARE(stage.find<QAbstractButton>("startButton")->isVisible(), startShown);
        for (const QAction *menu : stage.window->menuBar()->actions()) {
            const QString letter = QKeySequence::mnemonic(menu->text()).toString().right(1);
            QTest::keyClick(stage.window.get(), letter.front().toLatin1(), Qt::AltModifier);
            QVERIFY2(menu->menu()->isVisible(), qPrintable(menu->text()));
            QTest::keyClick(menu->menu(), Qt::Key_Escape);
            QVERIFY(!menu->menu()->isVisible());
            QTest::keyClick(stage.window->menuBar(), Qt::Key_Escape);
        }
        QVERIFY(stage.service->asked.isEmpty());
    }

    void everyHeaderButtonHasAKeyOfItsOwn()
    {
        PanelStage stage;
        const PanelActions &actions = stage.window->actions();
        for (const QAction *action : {actions.start, actions.stop, actions.restart, actions.release, actions.why}) {
            const auto *button =
                stage.find<QAbstractButton>(qPrintable(action->objectName() + QLatin1String("Button")));
            const bool reached = !action->shortcut().isEmpty() || !QKeySequence::mnemonic(button->text()).isEmpty();
            QVERIFY2(reached, qPrintable(action->objectName()));
        }
    }
};

QTEST_MAIN(tst_Keyboard)
#include "tst_Keyboard.moc"
