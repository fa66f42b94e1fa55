#include "WindowMemory.h"

#include "ui/service/PanelStore.h"

#include <QGuiApplication>
#include <QScreen>
#include <QWidget>

#include <algorithm>

namespace tickgate {

namespace {

const QString kGeometryKey = QStringLiteral("window/geometry");
constexpr QSize kFirstSize(1040, 720);

/// Enough of the title bar to take hold of.
bool reachable(const QRect &frame)
{
    const QRect title(frame.left(), frame.top(), frame.width(), 30);
    const QList<QScreen *> screens = QGuiApplication::screens();
    return std::any_of(screens.begin(), screens.end(), [&](const QScreen *screen) {
        const QRect seen = screen->availableGeometry().intersected(title);
        return seen.width() >= std::min(100, title.width()) && seen.height() >= 10;
    });
}

} // namespace

QString windowMemoryFile(const PlatformFolders &folders)
{
    const QString folder = folders.stateDir.isEmpty() ? folders.configDir : folders.stateDir;
    return folder.isEmpty() ? QString() : folder + QStringLiteral("/panel.json");
}

void restoreGeometry(QWidget &window, const PanelStore &store)
{
    const bool restored = window.restoreGeometry(store.bytes(kGeometryKey));
    const QScreen *screen = QGuiApplication::primaryScreen();
    if (!screen || (restored && reachable(window.frameGeometry())))
        return;
    const QRect room = screen->availableGeometry();
    const QSize wanted = restored ? window.size() : kFirstSize;
    window.resize(wanted.boundedTo(room.size() - QSize(40, 40)));
    window.move(room.center() - window.rect().center());
}

void keepGeometry(const QWidget &window, PanelStore &store)
{
    store.setBytes(kGeometryKey, window.saveGeometry());
}

} // namespace tickgate
