/** Reading and writing the safetensors format; every fault of a file has its own message. */
package dev.convoke.runtime.safetensors;
