-- The license of a model is an identifier, so that it can be filtered by and stand in an address. Feeds
-- were taken at their word until now; what they wrote becomes one as the reader of feeds makes it
-- (license_id in app/domain/src/model.rs).

with spelled as (
    select model_id, btrim(license) as license,
        trim(both '-' from regexp_replace(license, '[^A-Za-z0-9.+]+', '-', 'g')) as words
    from models
    where license is not null
), named as (
    select s.model_id, case
            when k.id is not null then k.id
            when s.words = '' then null
            when s.license ~ '^[A-Za-z0-9.+-]{1,160}$' then s.license
            when starts_with(s.words, 'LicenseRef-') then left(s.words, 160)
            else left('LicenseRef-' || s.words, 160)
        end as license
    from spelled s
    left join (values
        ('apache-2', 'Apache-2.0'),
        ('apache-2.0', 'Apache-2.0'),
        ('apache-2.0-license', 'Apache-2.0'),
        ('apache-license-2.0', 'Apache-2.0'),
        ('apache-license-version-2.0', 'Apache-2.0'),
        ('bsd-2-clause', 'BSD-2-Clause'),
        ('bsd-3-clause', 'BSD-3-Clause'),
        ('cc-by-4.0', 'CC-BY-4.0'),
        ('cc-by-nc-4.0', 'CC-BY-NC-4.0'),
        ('cc-by-nc-nd-4.0', 'CC-BY-NC-ND-4.0'),
        ('cc-by-nc-sa-4.0', 'CC-BY-NC-SA-4.0'),
        ('cc-by-nd-4.0', 'CC-BY-ND-4.0'),
        ('cc-by-sa-4.0', 'CC-BY-SA-4.0'),
        ('cc0-1.0', 'CC0-1.0'),
        ('isc', 'ISC'),
        ('mit', 'MIT'),
        ('mit-license', 'MIT'),
        ('mozilla-public-license-2.0', 'MPL-2.0'),
        ('mpl-2.0', 'MPL-2.0'),
        ('proprietary', 'LicenseRef-proprietary'),
        ('the-mit-license', 'MIT'),
        ('unlicense', 'Unlicense')
    ) as k (spelling, id) on k.spelling = lower(s.words)
), changed as (
    update models m set license = n.license
    from named n
    where n.model_id = m.model_id and m.license is distinct from n.license
    returning m.model_id
)
-- What was answered before says another license: a generation later, it is asked for anew.
update catalog_generation set generation = generation + 1 where exists (select from changed);

alter table models add constraint models_license_form check (license ~ '^[A-Za-z0-9.+-]{1,160}$');
comment on column models.license is 'Identifier of SPDX, or LicenseRef-… where SPDX has none; null is unknown.';
