-- Looks at the rows that were there before the rule. In a file and so a transaction of its own: it
-- reads the whole table and takes a lock that lets others read and write.

alter table notifications validate constraint notifications_mail_was_due;
