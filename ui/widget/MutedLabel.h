#pragma once

#include <QLabel>

namespace tickgate {

/// A label that says the less important thing, in the theme's quiet colour. GUI thread.
class MutedLabel : public QLabel
{
    Q_OBJECT

public:
    explicit MutedLabel(const QString &text, QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;

private:
    void tint();
};

} // namespace tickgate
