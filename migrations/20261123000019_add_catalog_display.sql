-- Cards or table, density and columns are chosen once by a person, not once in each of their browsers.

alter table users add column catalog_display text,
    add constraint users_catalog_display_length check (length(catalog_display) <= 1000);
comment on column users.catalog_display is 'How the account keeps the catalog, as the query string of its page; null where it has not said.';
