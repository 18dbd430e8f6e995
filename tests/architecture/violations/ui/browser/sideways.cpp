#include "editor/prompteditor.h"
