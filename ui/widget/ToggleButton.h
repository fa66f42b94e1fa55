#pragma once

#include <QPushButton>

namespace tickgate {

/// A button that stays down, plainly so in light and dark. GUI thread.
class ToggleButton : public QPushButton
{
    Q_OBJECT

public:
    explicit ToggleButton(const QString &text, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace tickgate
