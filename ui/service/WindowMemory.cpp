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
constexpr QSize kFrame(40, 40); ///< left for what the desktop draws round a window

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
    const bool stays = restored && reachable(window.frameGeometry());
    const QScreen *screen = stays && window.screen() ? window.screen() : QGuiApplication::primaryScreen();
    if (!screen)
        return;
    const QRect room = screen->availableGeometry();
    // A window may lie across several screens, but not be larger than all of them.
    const QSize all = screen->availableVirtualSize();
    if (stays && window.width() <= all.width() && window.height() <= all.height())
        return;
    // Large fonts want more than the first size; then the window grows before it is centred, not afterwards.
    const QSize wanted = (restored ? window.size() : kFirstSize).expandedTo(window.minimumSizeHint());
    window.resize(wanted.boundedTo(room.size() - kFrame));
    QRect place = window.rect();
    place.moveCenter(room.center());
    // What does not fit in the end must at least be seen from its beginning.
    window.move(std::max(place.left(), room.left()), std::max(place.top(), room.top()));
}

void keepGeometry(const QWidget &window, PanelStore &store)
{
    store.setBytes(kGeometryKey, window.saveGeometry());
}

} // namespace tickgate
