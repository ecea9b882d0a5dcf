// The entry of hexiao_tests. Each other file of this folder is named after what it tests:
// <room>_<name>_test.cpp.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
