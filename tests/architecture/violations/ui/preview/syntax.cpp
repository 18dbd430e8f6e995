#include <KSyntaxHighlighting/Definition>
