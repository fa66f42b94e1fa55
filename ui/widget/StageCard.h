#pragma once

#include "ui/model/StageSummary.h"

#include <QAbstractButton>

namespace tickgate {

/// One of the three linked stages of the header: a shape, where it is, how it does, its numbers. A click opens the page
/// that says more. GUI thread; owned by the header.
class StageCard : public QAbstractButton
{
    Q_OBJECT

public:
    explicit StageCard(QWidget *parent = nullptr);

    void setStage(const StageText &text, bool stale);
    [[nodiscard]] const StageText &stage() const { return m_text; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    StageText m_text;
    bool m_stale = false;
};

} // namespace tickgate
