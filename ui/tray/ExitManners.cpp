#include "ExitManners.h"

#include "core/metrics/Format.h"
#include "ui/service/PanelStore.h"
#include "ui/tray/TrayIcon.h"

#include <QCoreApplication>
#include <QWidget>

namespace tickgate {

namespace {
const QString kHideSaidKey = QStringLiteral("window/hide-said");
}

Prompt quitPrompt(int clients, bool tray)
{
    Prompt prompt;
    prompt.title = ExitManners::tr("Quit Tickgate");
    prompt.text = format::counted(clients, ExitManners::tr("1 program will lose its feed."),
                                  ExitManners::tr("%1 programs will lose their feed."));
    prompt.detail =
        ExitManners::tr("Strategies that trade on these prices stop seeing them until Tickgate runs again.");
    prompt.answers = {{ExitManners::tr("Keep running"), false},
                      {tray ? ExitManners::tr("Hide") : ExitManners::tr("Minimise"), false},
                      {ExitManners::tr("Quit"), true}};
    prompt.warning = true;
    return prompt;
}

ExitManners::ExitManners(QWidget &window, TrayIcon &tray, Prompter &prompter, PanelStore &store, QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_tray(tray)
    , m_prompter(prompter)
    , m_store(store)
{}

void ExitManners::hideWindow()
{
    if (!m_tray.isAvailable()) {
        m_window.showMinimized();
        return;
    }
    m_tray.show();
    m_window.hide();
    if (m_store.flag(kHideSaidKey, false))
        return;
    m_store.setFlag(kHideSaidKey, true);
    m_tray.tell(tr("Tickgate keeps running"),
                tr("It is in the tray: click its icon to open the window again, or choose Quit there."), Tone::Flowing);
}

void ExitManners::askQuit(int clients)
{
    if (clients == 0) {
        Q_EMIT quitConfirmed();
        return;
    }
    // The question must be seen, also when it comes from the tray.
    if (m_window.isMinimized())
        m_window.showNormal();
    m_window.show();
    m_window.raise();
    m_window.activateWindow();
    m_prompter.ask(&m_window, quitPrompt(clients, m_tray.isAvailable()), [this](int answer) {
        if (answer == 1)
            hideWindow();
        else if (answer == 2)
            Q_EMIT quitConfirmed();
    });
}

} // namespace tickgate
