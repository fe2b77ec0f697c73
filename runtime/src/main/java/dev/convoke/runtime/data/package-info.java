/** Data sets: MNIST, digits, CIFAR-10 and tensors in memory, read as untrusted input. */
package dev.convoke.runtime.data;
