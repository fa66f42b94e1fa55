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

    /// It has the focus of its window, or had it when it was disabled and nothing else has taken it since.
    [[nodiscard]] bool ownsFocus() const;

private:
    void follow();
    void followEnabled();

    QAction &m_action;
    bool m_gaveFocusUp = false;
};

} // namespace tickgate
