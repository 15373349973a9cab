#ifndef SWITCHYARD_HEAP_H
#define SWITCHYARD_HEAP_H

/// Bytes that the process has allocated and not freed; 0 where the C library cannot tell.
long heap_bytes(void);

#endif
