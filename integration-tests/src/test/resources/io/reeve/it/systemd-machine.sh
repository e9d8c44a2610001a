# Makes systemd process 1 of a container, with a root of its own: that of the machine, which is mounted at /machine, under a layer in
# memory. The tarballs in /tarball come into /root. Run by sh as root with the capabilities SYS_ADMIN, and
# SYS_PTRACE, without which systemd cannot give a service users of its own (PrivateUsers) and hide others from it (ProtectProc).
set -eu

mount --make-rprivate /
mkdir -p /memory
mount -t tmpfs -o mode=0755 tmpfs /memory
mkdir /memory/layer /memory/work /memory/root
mount -t overlay -o lowerdir=/machine,upperdir=/memory/layer,workdir=/memory/work overlay /memory/root
cd /memory/root

# Nothing that this machine starts or mounts, nor what systemd itself would set up on hardware: only the journal.
: >etc/fstab
rm -rf etc/systemd/system usr/lib/systemd/system/*.wants
mkdir -p etc/systemd/system/sockets.target.wants
for socket in systemd-journald.socket systemd-journald-dev-log.socket; do
    ln -s "/usr/lib/systemd/system/$socket" etc/systemd/system/sockets.target.wants/
done
hostname >etc/hostname
echo "127.0.0.1 localhost $(hostname)" >etc/hosts
cp /tarball/*.tar.gz root/

# The container's own control groups are systemd's; all else of the kernel stays read-only.
for groups in /sys/fs/cgroup /sys/fs/cgroup/*; do
    mount -o remount,bind,rw "$groups" 2>/dev/null || true
done
for place in proc sys dev; do
    mount -o rbind "/$place" "$place"
done
mkdir -p container
pivot_root . container
umount -l /container
exec env -i container=docker PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd
