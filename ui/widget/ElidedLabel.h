#pragma once

#include <QLabel>

namespace tickgate {

/// One line that takes what room there is: text that is longer ends in an ellipsis and is told in full as tool tip. GUI
/// thread.
class ElidedLabel : public QLabel
{
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;
};

} // namespace tickgate
