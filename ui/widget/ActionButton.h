#pragma once

#include <QPushButton>

class QAction;

namespace tickgate {

/// A push button that does what an action does and looks as it says. GUI thread.
class ActionButton : public QPushButton
{
    Q_OBJECT

public:
    explicit ActionButton(QAction &action, QWidget *parent = nullptr);

private:
    void follow();

    QAction &m_action;
};

} // namespace tickgate
