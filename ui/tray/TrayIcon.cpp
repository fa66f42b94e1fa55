#include "TrayIcon.h"

#include "ui/tray/TrayManners.h"
#include "ui/widget/Icons.h"

namespace tickgate {

namespace {

/// Middle tones that read on light and on dark panels alike; the shape says the same.
QColor trayColor(Tone tone)
{
    switch (tone) {
    case Tone::Flowing:
    case Tone::Quiet:
        return QColor(0x2e, 0xa0, 0x5a);
    case Tone::Warning:
        return QColor(0xd9, 0x8a, 0x00);
    case Tone::Failed:
        return QColor(0xe0, 0x4b, 0x4b);
    case Tone::Busy:
        return QColor(0x3d, 0x8f, 0xe0);
    case Tone::Stopped:
        break;
    }
    return QColor(0x8a, 0x8f, 0x98);
}

QSystemTrayIcon::MessageIcon messageIcon(Tone tone)
{
    switch (tone) {
    case Tone::Failed:
        return QSystemTrayIcon::Critical;
    case Tone::Warning:
        return QSystemTrayIcon::Warning;
    default:
        return QSystemTrayIcon::Information;
    }
}

} // namespace

TrayIcon::TrayIcon(const Actions &actions, QObject *parent)
    : QObject(parent)
    , m_line(m_menu.addAction(QString()))
{
    m_menu.setObjectName(QStringLiteral("trayMenu"));
    m_line->setObjectName(QStringLiteral("trayStatusLine"));
    m_line->setEnabled(false);
    m_menu.addSeparator();
    QAction *open = m_menu.addAction(tr("Open Tickgate"));
    open->setObjectName(QStringLiteral("trayOpen"));
    m_menu.setDefaultAction(open);
    m_menu.addSeparator();
    m_menu.addActions({actions.start, actions.stop, actions.restart, actions.release});
    m_menu.addSeparator();
    m_menu.addActions({actions.copyUrl, actions.settings});
    m_menu.addSeparator();
    m_menu.addAction(actions.quit);
    m_icon.setContextMenu(&m_menu);

    connect(open, &QAction::triggered, this, &TrayIcon::openRequested);
    connect(&m_icon, &QSystemTrayIcon::messageClicked, this, &TrayIcon::openRequested);
    connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (traymanners::opensOn(reason))
            Q_EMIT openRequested();
    });
    m_status.tone = Tone::Failed; // anything but the first status, so that it is taken
    setStatus({});
}

bool TrayIcon::isAvailable() const
{
    return m_assumed.value_or(QSystemTrayIcon::isSystemTrayAvailable());
}

void TrayIcon::show()
{
    m_icon.show();
}

void TrayIcon::hide()
{
    m_icon.hide();
}

QIcon TrayIcon::icon(Tone tone)
{
    QIcon &icon = m_icons[static_cast<int>(tone)];
    if (icon.isNull()) {
        icon = icons::tinted(icons::stateName(tone), traymanners::isTemplate() ? QColor(Qt::black) : trayColor(tone));
        icon.setIsMask(traymanners::isTemplate());
    }
    return icon;
}

void TrayIcon::setStatus(const TrayStatus &status)
{
    if (m_status.tone != status.tone)
        m_icon.setIcon(icon(status.tone));
    if (m_status.tooltip != status.tooltip)
        m_icon.setToolTip(status.tooltip);
    if (m_status.line != status.line)
        m_line->setText(status.line);
    m_status = status;
}

void TrayIcon::tell(const QString &title, const QString &text, Tone tone)
{
    if (m_icon.isVisible())
        m_icon.showMessage(title, text, messageIcon(tone));
}

} // namespace tickgate
