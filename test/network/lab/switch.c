/*
 * An Ethernet switch in user space whose links have a delay, jitter, loss and a rate,
 * for kernels without sch_netem. Each port is the outer end of a veth pair.
 *
 * Commands come as lines on standard input; the switch ends with it, so also when the
 * test that started it is killed:
 *
 *   add PORT                          attaches an interface
 *   link PORT DELAY JITTER LOSS RATE  ms, ms, percent, kbit/s (0: no limit), for each direction
 *   capture PATH                      writes the start of each frame that enters to a file in the
 *                                     format of libpcap (draft-ietf-opsawg-pcap); "-" ends it
 *
 * A frame crosses two links: that of the port it enters by and that of the port it
 * leaves by. Jitter is uniform and keeps the order of frames. The rate is that of the
 * way into the switch, with a queue of QUEUE_MS. ARP and IPv6's neighbour discovery are
 * neither delayed nor lost, because nobody on the internet has to ask for a MAC address a
 * round trip away.
 *
 * Prints one JSON object per line: when a port is ready, and at the end what it did.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#ifndef PACKET_IGNORE_OUTGOING
#define PACKET_IGNORE_OUTGOING 23
#endif

enum { MAX_PORTS = 64, MAX_STATIONS = 1024, MAX_FRAME = 65536, QUEUE_MS = 300, CAPTURED = 128 };

typedef int64_t ns;
static const ns MS = 1000000;

struct port {
  int fd;
  char name[IFNAMSIZ];
  double delay, jitter, loss, rate;
  ns uplink_free;  /* when the frames in the queue have been sent */
  ns last_arrival; /* of a frame that leaves by this port */
};

struct frame {
  ns due;
  uint64_t number;
  int port, length;
  unsigned char *bytes;
};

static struct port ports[MAX_PORTS];
static int port_count;
static struct { unsigned char mac[ETH_ALEN]; int port; } stations[MAX_STATIONS];
static int station_count;
static struct frame *heap;
static int heap_length, heap_size;
static uint64_t frame_count, sent, lost, late;
static ns worst;
static FILE *capture_file;

static ns now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000 * MS + t.tv_nsec;
}

static int is_before(const struct frame *a, const struct frame *b) {
  return a->due < b->due || (a->due == b->due && a->number < b->number);
}

static void push(struct frame frame) {
  if (heap_length == heap_size) {
    heap_size = heap_size ? heap_size * 2 : 256;
    heap = realloc(heap, heap_size * sizeof *heap);
    if (!heap) abort();
  }

  int i = heap_length++;
  for (; i > 0 && is_before(&frame, &heap[(i - 1) / 2]); i = (i - 1) / 2) heap[i] = heap[(i - 1) / 2];
  heap[i] = frame;
}

static struct frame pop(void) {
  struct frame first = heap[0], moved = heap[--heap_length];
  int i = 0;

  for (int child; (child = 2 * i + 1) < heap_length; i = child) {
    if (child + 1 < heap_length && is_before(&heap[child + 1], &heap[child])) child++;
    if (!is_before(&heap[child], &moved)) break;
    heap[i] = heap[child];
  }
  heap[i] = moved;
  return first;
}

static int station_of(const unsigned char *mac) {
  for (int i = 0; i < station_count; i++) if (!memcmp(stations[i].mac, mac, ETH_ALEN)) return i;
  return -1;
}

static void learn(const unsigned char *mac, int port) {
  int i = station_of(mac);

  if (i < 0 && station_count < MAX_STATIONS) {
    i = station_count++;
    memcpy(stations[i].mac, mac, ETH_ALEN);
  }
  if (i >= 0) stations[i].port = port;
}

static int is_lost(const struct port *port) {
  return port->loss > 0 && drand48() * 100 < port->loss;
}

static void forward(int in, int out, const unsigned char *bytes, int length, ns leaves, int at_once) {
  struct port *from = &ports[in], *to = &ports[out];
  ns due = leaves;

  if (!at_once) {
    if (is_lost(to)) { lost++; return; }
    due += (from->delay + to->delay + from->jitter * drand48() + to->jitter * drand48()) * MS;
    /* a shorter delay from now on must not reorder frames either */
    if (due < to->last_arrival && from->jitter + to->jitter > 0) due = to->last_arrival;
    to->last_arrival = due;
  }

  struct frame frame = { due, frame_count++, out, length, malloc(length) };
  if (!frame.bytes) abort();
  memcpy(frame.bytes, bytes, length);
  push(frame);
}

/* ARP, or ICMPv6 of types 133 to 137 (RFC 4861) */
static int asks_for_mac(const unsigned char *bytes, int length) {
  if (bytes[12] == 0x08 && bytes[13] == 0x06) return 1;
  const unsigned char *ip6 = bytes + ETH_HLEN;
  return length > ETH_HLEN + 40 && bytes[12] == 0x86 && bytes[13] == 0xdd && ip6[6] == 58 && ip6[40] >= 133 && ip6[40] <= 137;
}

static void start_capture(const char *path) {
  if (capture_file) fclose(capture_file);
  capture_file = strcmp(path, "-") ? fopen(path, "w") : NULL;
  if (!capture_file) return;

  /* magic number of nanoseconds, version 2.4, time zone, accuracy, length, Ethernet */
  uint32_t header[] = { 0xa1b23c4d, 2 | 4 << 16, 0, 0, CAPTURED, 1 };
  fwrite(header, sizeof header, 1, capture_file);
}

static void capture(const unsigned char *bytes, int length) {
  if (!capture_file) return;

  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  uint32_t kept = length < CAPTURED ? length : CAPTURED, header[] = { t.tv_sec, t.tv_nsec, kept, length };
  fwrite(header, sizeof header, 1, capture_file);
  fwrite(bytes, kept, 1, capture_file);
}

static void on_frame(int in, const unsigned char *bytes, int length) {
  struct port *port = &ports[in];
  int at_once = asks_for_mac(bytes, length);
  ns leaves = now();

  learn(bytes + ETH_ALEN, in);
  capture(bytes, length);

  if (!at_once) {
    if (is_lost(port)) { lost++; return; }

    if (port->rate > 0) {
      if (port->uplink_free < leaves) port->uplink_free = leaves;
      if (port->uplink_free - leaves > QUEUE_MS * MS) { lost++; return; }
      leaves = port->uplink_free += length * 8 * MS / port->rate;
    }
  }

  int to_group = bytes[0] & 1;
  int station = to_group ? -1 : station_of(bytes);

  for (int out = 0; out < port_count; out++) {
    if (out != in && (station < 0 || stations[station].port == out)) forward(in, out, bytes, length, leaves, at_once);
  }
}

static void deliver_due(void) {
  for (ns t = now(); heap_length > 0 && heap[0].due <= t; t = now()) {
    struct frame frame = pop();
    ns lateness = t - frame.due;

    if (lateness > MS) late++;
    if (lateness > worst) worst = lateness;
    if (send(ports[frame.port].fd, frame.bytes, frame.length, 0) >= 0) sent++; else lost++;
    free(frame.bytes);
  }
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void add(const char *name) {
  if (port_count == MAX_PORTS) { fprintf(stderr, "too many ports\n"); exit(1); }

  struct port *port = &ports[port_count];
  memset(port, 0, sizeof *port);
  snprintf(port->name, sizeof port->name, "%s", name);
  port->fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, htons(ETH_P_ALL));
  if (port->fd < 0) fail("socket");

  int on = 1, buffer = 16 << 20;
  struct sockaddr_ll address = { .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = if_nametoindex(name) };
  struct packet_mreq all = { .mr_ifindex = address.sll_ifindex, .mr_type = PACKET_MR_PROMISC };
  setsockopt(port->fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof on);
  setsockopt(port->fd, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof buffer);
  setsockopt(port->fd, SOL_SOCKET, SO_SNDBUFFORCE, &buffer, sizeof buffer);
  if (address.sll_ifindex == 0 || bind(port->fd, (struct sockaddr *)&address, sizeof address)) fail(name);
  setsockopt(port->fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &all, sizeof all);
  port_count++;
}

static void on_command(const char *line) {
  char name[IFNAMSIZ], path[4096];
  struct port link = { 0 };

  if (sscanf(line, "add %15s", name) == 1) {
    add(name);
  } else if (sscanf(line, "capture %4095s", path) == 1) {
    start_capture(path);
  } else if (sscanf(line, "link %15s %lf %lf %lf %lf", name, &link.delay, &link.jitter, &link.loss, &link.rate) == 5) {
    for (int i = 0; i < port_count; i++) {
      if (strcmp(ports[i].name, name)) continue;
      ports[i].delay = link.delay;
      ports[i].jitter = link.jitter;
      ports[i].loss = link.loss;
      ports[i].rate = link.rate;
    }
  } else {
    fprintf(stderr, "unknown command: %s\n", line);
    exit(1);
  }
  printf("{\"done\":true}\n");
}

/* Returns 0 when standard input has ended */
static int read_commands(void) {
  static char text[4096];
  static size_t length;
  ssize_t count = read(STDIN_FILENO, text + length, sizeof text - 1 - length);

  if (count <= 0) return 0;
  length += count;
  text[length] = 0;

  char *line = text;
  for (char *end; (end = strchr(line, '\n')); line = end + 1) {
    *end = 0;
    on_command(line);
  }
  length -= line - text;
  memmove(text, line, length);
  return 1;
}

int main(void) {
  static unsigned char bytes[MAX_FRAME];
  struct pollfd watched[MAX_PORTS + 1] = { { .fd = STDIN_FILENO, .events = POLLIN } };
  struct sched_param priority = { .sched_priority = 20 };

  setvbuf(stdout, NULL, _IOLBF, 0);
  srand48(now());
  /* both make it punctual; it works without, and says how late it was */
  sched_setscheduler(0, SCHED_FIFO, &priority);
  mlockall(MCL_CURRENT | MCL_FUTURE);

  for (;;) {
    deliver_due();

    struct timespec wait = { 0 }, *until = NULL;
    if (heap_length > 0) {
      ns left = heap[0].due - now();
      if (left > 0) wait = (struct timespec){ left / (1000 * MS), left % (1000 * MS) };
      until = &wait;
    }

    for (int i = 0; i < port_count; i++) watched[i + 1] = (struct pollfd){ .fd = ports[i].fd, .events = POLLIN };
    int count = port_count;
    if (ppoll(watched, count + 1, until, NULL) < 0) continue;

    for (int i = 0; i < count; i++) {
      ssize_t length;
      if (!watched[i + 1].revents) continue;
      while ((length = recv(ports[i].fd, bytes, sizeof bytes, 0)) >= ETH_HLEN) on_frame(i, bytes, length);
    }
    if (watched[0].revents && !read_commands()) break;
  }

  printf("{\"sent\":%lu,\"lost\":%lu,\"late\":%lu,\"worst\":%.2f}\n", sent, lost, late, worst / (double)MS);
  return 0;
}
