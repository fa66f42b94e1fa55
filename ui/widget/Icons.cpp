#include "Icons.h"

#include <QFile>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

// A static library's resources are not found by themselves; the macro works outside namespaces only.
static void registerResources()
{
    Q_INIT_RESOURCE(resources);
}

namespace tickgate::icons {

namespace {

constexpr int kSizes[] = {16, 18, 20, 22, 24, 32, 40, 44, 48, 64, 96, 128};

QByteArray source(const QString &name)
{
    static const bool registered = (registerResources(), true);
    Q_UNUSED(registered)
    QFile file(QStringLiteral(":/tickgate/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return file.readAll();
}

/// Mask of a monochrome picture, then filled with the colour: works for strokes and fills alike.
QPixmap tintedPixmap(const QByteArray &svg, int size, const QColor &color)
{
    QPixmap pixmap(size, size);
    pixmap.fill(Qt::transparent);
    QSvgRenderer renderer(svg);
    QPainter painter(&pixmap);
    renderer.render(&painter);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(pixmap.rect(), color);
    return pixmap;
}

} // namespace

QIcon tinted(const QString &name, const QColor &color, const QColor &disabled, const QColor &selected)
{
    const QByteArray svg = source(name);
    QIcon icon;
    for (const int size : kSizes) {
        icon.addPixmap(tintedPixmap(svg, size, color), QIcon::Normal);
        if (disabled.isValid())
            icon.addPixmap(tintedPixmap(svg, size, disabled), QIcon::Disabled);
        if (selected.isValid())
            icon.addPixmap(tintedPixmap(svg, size, selected), QIcon::Selected);
    }
    return icon;
}

void paint(QPainter &painter, const QRectF &where, const QString &name, const QColor &color)
{
    const qreal ratio = painter.device()->devicePixelRatioF();
    const int size = qRound(where.width() * ratio);
    const QString key = QStringLiteral("tickgate/%1/%2/%3").arg(name, color.name(QColor::HexArgb)).arg(size);
    QPixmap pixmap;
    if (!QPixmapCache::find(key, &pixmap)) {
        pixmap = tintedPixmap(source(name), size, color);
        QPixmapCache::insert(key, pixmap);
    }
    pixmap.setDevicePixelRatio(ratio);
    painter.drawPixmap(where.topLeft(), pixmap);
}

QIcon application()
{
    QSvgRenderer renderer(source(QStringLiteral("app")));
    QIcon icon;
    for (const int size : {16, 24, 32, 48, 64, 128, 256}) {
        QPixmap pixmap(size, size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        renderer.render(&painter);
        painter.end();
        icon.addPixmap(pixmap);
    }
    return icon;
}

QString stateName(Tone tone)
{
    switch (tone) {
    case Tone::Flowing:
        return QStringLiteral("state-flowing");
    case Tone::Quiet:
        return QStringLiteral("state-quiet");
    case Tone::Warning:
        return QStringLiteral("state-warning");
    case Tone::Busy:
        return QStringLiteral("state-busy");
    case Tone::Failed:
    case Tone::Stopped:
        break;
    }
    return QStringLiteral("state-failed");
}

} // namespace tickgate::icons
