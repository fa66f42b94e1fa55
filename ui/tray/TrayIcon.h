#pragma once

#include "ui/model/TrayStatus.h"

#include <QHash>
#include <QMenu>
#include <QObject>
#include <QSystemTrayIcon>

#include <optional>

namespace tickgate {

/// The icon in the tray and its menu. The menu borrows the window's actions. GUI thread; owned by the window.
class TrayIcon : public QObject
{
    Q_OBJECT

public:
    struct Actions
    {
        QAction *start = nullptr;
        QAction *stop = nullptr;
        QAction *restart = nullptr;
        QAction *release = nullptr;
        QAction *copyUrl = nullptr;
        QAction *settings = nullptr;
        QAction *quit = nullptr;
    };

    explicit TrayIcon(const Actions &actions, QObject *parent = nullptr);

    /// A tray to show in; may change while the desktop runs.
    [[nodiscard]] bool isAvailable() const;
    /// For tests, which have no desktop.
    void assumeAvailable(bool available) { m_assumed = available; }
    void show();
    void hide();
    void setStatus(const TrayStatus &status);
    [[nodiscard]] const TrayStatus &status() const { return m_status; }
    void tell(const QString &title, const QString &text, Tone tone);
    [[nodiscard]] QMenu &menu() { return m_menu; }

Q_SIGNALS:
    void openRequested();

private:
    [[nodiscard]] QIcon icon(Tone tone);

    QSystemTrayIcon m_icon;
    QMenu m_menu;
    QAction *m_line;
    TrayStatus m_status;
    std::optional<bool> m_assumed;
    QHash<int, QIcon> m_icons;
};

} // namespace tickgate
