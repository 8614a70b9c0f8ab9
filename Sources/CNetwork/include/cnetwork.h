#ifndef CNETWORK_H
#define CNETWORK_H
#endif
