#include "registry/catalog.h"
