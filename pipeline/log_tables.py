"""Tables about deliveries and deletions rather than about cases: what a load and a purge note."""

PURGE_LOG = """
CREATE TABLE IF NOT EXISTS log_verwijdering (
    volgnr INTEGER, datum DATE, tabel VARCHAR, aantal INTEGER, gesloten_tot DATE);
CREATE TABLE IF NOT EXISTS log_geschoond (volgnr INTEGER, school_id VARCHAR, schooljaar VARCHAR);
"""
"""What purges did, in counts, dates and school years. `log_verwijdering`: one row per purge × table
(cases that were closed up to and including gesloten_tot went). `log_geschoond`: one row per purge ×
school × school year in which a case ran whose rows went. Such a year is no longer whole: few cases
in it, or none, says nothing about the school.
"""

LOG_TABLES = (
    """
CREATE TABLE IF NOT EXISTS stg_levering (
    levering_nr INTEGER, school_id VARCHAR, bestuur_id VARCHAR, vakantieregio VARCHAR,
    peildatum DATE, bron VARCHAR, schema_versie VARCHAR, bestand_sha256 VARCHAR,
    rijen INTEGER, afgekeurd_rijen INTEGER, geladen_op TIMESTAMP);
CREATE TABLE IF NOT EXISTS stg_geleverd (school_id VARCHAR, tabel VARCHAR, kolom VARCHAR);
CREATE TABLE IF NOT EXISTS log_levering (
    levering_nr INTEGER, school_id VARCHAR, peildatum DATE, bestand_sha256 VARCHAR,
    rijen INTEGER, afgekeurd_rijen INTEGER, geladen_op TIMESTAMP);
CREATE TABLE IF NOT EXISTS log_bevinding (
    levering_nr INTEGER, regel VARCHAR, ernst VARCHAR, tabel VARCHAR, bestand VARCHAR, blad VARCHAR,
    kolom VARCHAR, aantal INTEGER, rijen VARCHAR);
CREATE TABLE IF NOT EXISTS log_regel (
    levering_nr INTEGER, regel VARCHAR, ernst VARCHAR, uitkomst VARCHAR, aantal INTEGER,
    reden_nl VARCHAR, reden_en VARCHAR);
CREATE TABLE IF NOT EXISTS log_spiegel (
    levering_nr INTEGER, tabel VARCHAR, kolom VARCHAR, is_geleverd BOOLEAN, rijen INTEGER,
    gevuld INTEGER, onbekend INTEGER, leeg INTEGER);
CREATE TABLE IF NOT EXISTS log_lezing (
    levering_nr INTEGER, bestand VARCHAR, blad VARCHAR, tabel VARCHAR, codering VARCHAR,
    scheidingsteken VARCHAR, kopregel INTEGER, rijen INTEGER, datums VARCHAR);
CREATE TABLE IF NOT EXISTS log_zaken (
    levering_nr INTEGER, vorige_nr INTEGER, nieuw INTEGER, gebleven INTEGER, verdwenen INTEGER,
    heropend INTEGER);
CREATE TABLE IF NOT EXISTS ref_kalender (
    vakantieregio VARCHAR, datum DATE, schooljaar VARCHAR, is_schooldag BOOLEAN,
    is_werkdag BOOLEAN, schooldag_nr INTEGER, werkdag_nr INTEGER);
"""
    + PURGE_LOG
)
"""The current delivery of each school, every delivery ever, what was found in it, the calendar."""
