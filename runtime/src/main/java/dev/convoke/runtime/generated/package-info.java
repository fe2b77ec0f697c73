/** The contract with generated code, which alone calls it; it only grows within a major version. */
package dev.convoke.runtime.generated;
