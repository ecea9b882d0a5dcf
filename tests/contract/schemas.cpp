// Prints the JSON Schemas of all messages as core describes them; a test compares them with
// platform/openapi.yaml.
#include <iostream>

#include "core/api/messages.h"

int main() { std::cout << hexiao::api::message_schemas() << '\n'; }
