#pragma once

#include <QMainWindow>

namespace tickgate {

class ProxyController;

/// The control panel: assembly only. GUI thread; owned by the composition root, which outlives it.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(ProxyController &controller, QWidget *parent = nullptr);
};

} // namespace tickgate
