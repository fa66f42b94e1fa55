#pragma once

#include "ui/model/PanelView.h"

#include <QWidget>

class QAction;
class QLabel;

namespace tickgate {

class ActionButton;
class StageCard;
class StateBadge;

/// State, buttons and the three stages: is data flowing, to whom, and if not, where does it stop. GUI thread; owned by
/// the window.
class HeaderBar : public QWidget
{
    Q_OBJECT

public:
    struct Actions
    {
        QAction *start = nullptr;
        QAction *stop = nullptr;
        QAction *restart = nullptr;
        QAction *release = nullptr;
        QAction *why = nullptr;
    };

    explicit HeaderBar(const Actions &actions, QWidget *parent = nullptr);

    void setView(const PanelView &view);
    void setClock(const QString &indianTime);

Q_SIGNALS:
    void feedClicked();
    void proxyClicked();
    void clientsClicked();

protected:
    void changeEvent(QEvent *event) override;

private:
    void showArrows();

    StateBadge *m_badge;
    QLabel *m_clock;
    ActionButton *m_start;
    ActionButton *m_stop;
    StageCard *m_feed;
    StageCard *m_proxy;
    StageCard *m_clients;
    QLabel *m_arrows[2];
};

} // namespace tickgate
