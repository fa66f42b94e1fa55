#include "FitHeight.h"

#include <QDialog>
#include <QLayout>

#include <algorithm>

namespace tickgate {

void fitHeight(QDialog &dialog)
{
    QLayout *layout = dialog.layout();
    layout->activate();
    const int width = std::max(dialog.width(), layout->totalMinimumSize().width());
    const int wanted =
        layout->hasHeightForWidth() ? layout->totalHeightForWidth(width) : layout->totalSizeHint().height();
    if (width > dialog.width() || wanted > dialog.height())
        dialog.resize(width, std::max(dialog.height(), wanted));
}

} // namespace tickgate
