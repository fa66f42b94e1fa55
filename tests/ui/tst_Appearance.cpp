#include "fakes/PanelStage.h"
#include "ui/widget/PanelActions.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace tickgate;
using namespace tickgate::test;
using namespace std::chrono_literals;

namespace {

void collectUnnamed(const QWidget &root, QStringList &unnamed)
{
    for (const QWidget *widget : root.findChildren<QWidget *>()) {
        const bool interactive =
            qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QComboBox *>(widget) ||
            qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QAbstractSpinBox *>(widget) ||
            qobject_cast<const QPlainTextEdit *>(widget) || qobject_cast<const QAbstractItemView *>(widget);
        // What Qt builds into its own widgets is named by them.
        const QString name = widget->objectName();
        const bool ours = !name.startsWith(QLatin1String("qt_")) && !name.startsWith(QLatin1String("ScrollLeft")) &&
                          !name.startsWith(QLatin1String("ScrollRight"));
        const QWidget *parent = widget->parentWidget();
        const bool inside = qobject_cast<const QLineEdit *>(parent) || qobject_cast<const QComboBox *>(parent) ||
                            qobject_cast<const QAbstractItemView *>(parent) || widget->inherits("QHeaderView") ||
                            widget->inherits("QComboBoxListView") || widget->inherits("QTableCornerButton") ||
                            (parent && parent->inherits("QMenuBar")) || widget->inherits("QMenu") ||
                            (parent && parent->inherits("QTabBar"));
        if (interactive && ours && !inside && (widget->accessibleName().isEmpty() || name.isEmpty()))
            unnamed += QStringLiteral("%1 '%2'").arg(QLatin1String(widget->metaObject()->className()), name);
    }
}

/// Every page with its contents, and every dialog once, shown; the name of what is on the screen.
template <typename Look>
void showEverything(PanelStage &stage, Look look)
{
    const auto atPages = [&] {
        for (const NamedPage &page : kPages) {
            stage.window->showPage(page.page);
            QTest::qWait(300);
            look(*stage.window, page.name);
        }
    };
    atPages();
    stage.run();
    atPages();
    stage.window->showPage(PanelPages::Overview);
    stage.fail();
    QTest::qWait(300);
    look(*stage.window, "failed");
    const PanelActions &actions = stage.window->actions();
    const struct
    {
        QAction *action;
        const char *dialog;
    } dialogs[] = {{actions.why, "whyDialog"},
                   {actions.release, "releaseDialog"},
                   {actions.settings, "settingsDialog"},
                   {actions.hours, "hoursDialog"},
                   {actions.firstRun, "firstRunDialog"}};
    for (const auto &each : dialogs) {
        each.action->trigger();
        auto *dialog = stage.window->findChild<QDialog *>(QLatin1String(each.dialog));
        QVERIFY2(dialog, each.dialog);
        QTRY_VERIFY2(dialog->isEnabled(), each.dialog);
        QTest::qWait(100);
        look(*dialog, each.dialog);
        auto *tabs = dialog->findChild<QTabWidget *>(QStringLiteral("settingsTabs"));
        for (int tab = 1; tabs && tab < tabs->count(); ++tab) {
            tabs->setCurrentIndex(tab);
            QTest::qWait(50);
            look(*dialog, each.dialog);
        }
        dialog->close();
        QTest::qWait(0); // dialogs delete themselves
    }
}

/// Texts that do not fit where they stand.
QStringList cutOff(const QWidget &root)
{
    QStringList cut;
    for (const QWidget *widget : root.findChildren<QWidget *>()) {
        if (!widget->isVisible())
            continue;
        const auto *label = qobject_cast<const QLabel *>(widget);
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        const bool named = button && !button->text().isEmpty() && !widget->inherits("tickgate::StageCard");
        const bool oneLine = label && !label->wordWrap() && !label->text().isEmpty();
        if ((named || oneLine) && widget->sizeHint().width() > widget->width() + 1)
            cut += QStringLiteral("'%1' needs %2, has %3")
                       .arg(label ? label->text() : button->text())
                       .arg(widget->sizeHint().width())
                       .arg(widget->width());
        if (label && label->wordWrap() && !label->text().isEmpty() &&
            label->heightForWidth(label->width()) > label->height() + 1)
            cut += QStringLiteral("'%1' needs height %2, has %3")
                       .arg(label->text())
                       .arg(label->heightForWidth(label->width()))
                       .arg(label->height());
    }
    return cut;
}

QPalette darkPalette()
{
    QPalette dark;
    for (const auto role : {QPalette::Window, QPalette::Base, QPalette::Button, QPalette::AlternateBase})
        dark.setColor(role, QColor(0x20, 0x22, 0x25));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        dark.setColor(role, QColor(0xe8, 0xe8, 0xe8));
    return dark;
}

} // namespace

class tst_Appearance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyControlHasANameForScreenReaders()
    {
        const QTemporaryDir dir;
        PanelStage stage(dir.path());
        stage.run();
        for (const NamedPage &page : kPages)
            stage.window->showPage(page.page);
        stage.window->actions().why->trigger();
        stage.window->actions().settings->trigger();
        stage.window->actions().release->trigger();
        stage.window->actions().firstRun->trigger();
        stage.window->actions().hours->trigger();
        QStringList unnamed;
        collectUnnamed(*stage.window, unnamed);
        QVERIFY2(unnamed.isEmpty(), qPrintable(unnamed.join(QLatin1String(", "))));
    }

    /// At the scale of QT_SCALE_FACTOR: ctest runs this at 100, 125 and 200 percent.
    void nothingIsCutOff_data()
    {
        QTest::addColumn<Qt::LayoutDirection>("direction");
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << Qt::LeftToRight << false;
        QTest::newRow("dark, right to left") << Qt::RightToLeft << true;
    }

    void nothingIsCutOff()
    {
        QFETCH(Qt::LayoutDirection, direction);
        QFETCH(bool, dark);
        QApplication::setLayoutDirection(direction);
        const QPalette before = QApplication::palette();
        if (dark)
            QApplication::setPalette(darkPalette());
        {
            const QTemporaryDir dir;
            PanelStage stage(dir.path());
            fillDesk(*stage.desk);
            stage.window->resize(1040, 720);
            showEverything(stage, [](const QWidget &seen, const char *name) {
                // Wrapped texts find their height in some turns of the event loop.
                QTRY_VERIFY2(cutOff(seen).isEmpty(),
                             qPrintable(QLatin1String(name) + u' ' + cutOff(seen).join(QLatin1String(", "))));
                QVERIFY(!const_cast<QWidget &>(seen).grab().isNull());
            });
        }
        QApplication::setPalette(before);
        QApplication::setLayoutDirection(Qt::LeftToRight);
    }

    void theKeyboardReachesEverything()
    {
        PanelStage stage;
        stage.run();
        for (const NamedPage &page : kPages) {
            stage.window->showPage(page.page);
            QTest::qWait(50);
            for (const auto *button : stage.window->findChildren<QAbstractButton *>()) {
                const QWidget *parent = button->parentWidget();
                const bool ofQt = parent->inherits("QTabBar") || parent->inherits("QLineEdit") ||
                                  parent->inherits("QTableView") || parent->inherits("QMenuBar");
                if (button->isVisible() && !ofQt)
                    QVERIFY2(button->focusPolicy() & Qt::TabFocus, qPrintable(button->objectName()));
            }
        }
    }

    void longNamesRightToLeftAndDarkAreDrawn()
    {
        PanelStage stage;
        stage.desk->programs.insert(52110, {1, QString(300, QLatin1Char('p')), QString(600, QLatin1Char('s'))});
        stage.run();
        stage.window->setPalette(darkPalette());
        stage.window->setLayoutDirection(Qt::RightToLeft);
        for (const NamedPage &page : kPages) {
            stage.window->showPage(page.page);
            QTest::qWait(50);
            QVERIFY(!stage.window->grab().isNull());
        }
        QVERIFY(stage.window->minimumSizeHint().width() < 1000);
    }
};

QTEST_MAIN(tst_Appearance)
#include "tst_Appearance.moc"
