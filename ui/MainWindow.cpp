#include "MainWindow.h"

namespace tickgate {

MainWindow::MainWindow(ProxyController & /*controller*/, QWidget *parent)
    : QMainWindow(parent)
{}

} // namespace tickgate
