#pragma once

class QDialog;

namespace tickgate {

/// Makes the dialog high enough for its wrapped texts at its present width; never makes it lower. GUI thread.
void fitHeight(QDialog &dialog);

} // namespace tickgate
