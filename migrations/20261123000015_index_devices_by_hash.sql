-- A browser that several accounts share is found by its hash alone.
create index devices_device_hash_idx on devices (device_hash);
