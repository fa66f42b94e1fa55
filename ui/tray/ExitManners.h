#pragma once

#include "ui/service/Prompter.h"

#include <QObject>

class QWidget;

namespace tickgate {

class PanelStore;
class TrayIcon;

/// Asked before quitting while programs are attached: keep running, hide (or minimise, without a tray), quit.
[[nodiscard]] Prompt quitPrompt(int clients, bool tray);

/// Closing hides where there is a tray, and says so once; without one it minimises. Quitting asks while programs are
/// attached. GUI thread; owned by the window.
class ExitManners : public QObject
{
    Q_OBJECT

public:
    ExitManners(QWidget &window, TrayIcon &tray, Prompter &prompter, PanelStore &store, QObject *parent = nullptr);

    void hideWindow();
    void askQuit(int clients);

Q_SIGNALS:
    void quitConfirmed();

private:
    QWidget &m_window;
    TrayIcon &m_tray;
    Prompter &m_prompter;
    PanelStore &m_store;
};

} // namespace tickgate
