#pragma once

#include "ui/model/PanelView.h"

#include <QAction>
#include <QObject>

class QMenuBar;
class QPalette;

namespace tickgate {

/// Everything the user can set in motion, once, for menus, buttons and tray alike. GUI thread; owned by the window.
class PanelActions : public QObject
{
    Q_OBJECT

public:
    explicit PanelActions(QObject *parent = nullptr);

    /// What is possible in this state.
    void setView(const PanelView &view);
    void setPalette(const QPalette &palette);
    void fill(QMenuBar &bar) const;

    QAction *start;
    QAction *stop;
    QAction *restart;
    QAction *release;
    QAction *why;
    QAction *bundle;
    QAction *hours;
    QAction *copyUrl;
    QAction *settings;
    QAction *firstRun;
    QAction *close;
    QAction *quit;
    QAction *about;
    QList<QAction *> pages;

private:
    [[nodiscard]] QAction *make(const char *name, const QString &text, const QString &tip,
                                const QKeySequence &keys = {});
};

} // namespace tickgate
