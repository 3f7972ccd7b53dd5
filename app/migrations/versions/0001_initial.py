"""initial"""

import sqlalchemy as sa
from alembic import op

from app.core.audit import append_only_statements


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "audit_entry",
    "award_correction",
    "certificate_paper",
    "complaint",
    "complaint_answer",
    "epcis_event",
    "favourite_ballot",
    "favourite_void",
    "log_key",
    "paper_ballot",
    "paper_scan",
    "paper_typing",
    "register_checkpoint",
    "register_leaf",
    "round_checkpoint",
    "round_leaf",
    "score_sheet_revision",
    "tally_record",
    "trace_event",
    "two_person_step",
)


def upgrade() -> None:
    op.create_table('administrative_unit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('list_version', sa.String(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('name_vi', sa.String(), nullable=False),
    sa.Column('name_en', sa.String(), nullable=False),
    sa.Column('slug', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('region', sa.String(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('successor_id', sa.Integer(), nullable=True),
    sa.Column('earlier_name', sa.String(), nullable=False),
    sa.Column('earlier_kind', sa.String(), nullable=False),
    sa.Column('earlier_until', sa.Date(), nullable=True),
    sa.Column('note', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['successor_id'], ['administrative_unit.id'], name=op.f('fk_administrative_unit_successor_id_administrative_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_administrative_unit')),
    sa.UniqueConstraint('list_version', 'code', name=op.f('uq_administrative_unit_list_version_code'))
    )
    op.create_table('audit_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('actor_label', sa.String(), nullable=False),
    sa.Column('act', sa.String(), nullable=False),
    sa.Column('subject_kind', sa.String(), nullable=False),
    sa.Column('subject_id', sa.String(), nullable=False),
    sa.Column('subject_label', sa.String(), nullable=False),
    sa.Column('detail', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entry'))
    )
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_entry_act_id'), ['act', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_subject_kind_subject_id'), ['subject_kind', 'subject_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_user_id'), ['user_id'], unique=False)

    op.create_table('change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change')),
    sqlite_autoincrement=True
    )
    op.create_table('job',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('payload', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('run_after', sa.DateTime(timezone=True), nullable=False),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('result', sa.JSON(), nullable=True),
    sa.Column('error', sa.String(), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job'))
    )
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_job_state_run_after'), ['state', 'run_after'], unique=False)
        batch_op.create_index(batch_op.f('ix_job_user_id'), ['user_id'], unique=False)

    op.create_table('label_key',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public', sa.String(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_reason', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_label_key')),
    sa.UniqueConstraint('public', name=op.f('uq_label_key_public'))
    )
    op.create_table('log_key',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_log_key')),
    sa.UniqueConstraint('key', name=op.f('uq_log_key_key'))
    )
    with op.batch_alter_table('log_key', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_log_key_purpose'), ['purpose'], unique=False)

    op.create_table('outbox_mail',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recipient', sa.String(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.Column('locale', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_mail'))
    )
    op.create_table('rate_counter',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('window', sa.Integer(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', 'window', name=op.f('pk_rate_counter'))
    )
    op.create_table('register_checkpoint',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('root', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_checkpoint'))
    )
    op.create_table('register_edge',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('nodes', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_edge'))
    )
    op.create_table('register_leaf',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('event', sa.String(), nullable=False),
    sa.Column('salt', sa.String(), nullable=False),
    sa.Column('leaf_hash', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_leaf')),
    sa.UniqueConstraint('position', name=op.f('uq_register_leaf_position'))
    )
    with op.batch_alter_table('register_leaf', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_register_leaf_number'), ['number'], unique=False)

    op.create_table('scan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code_hash', sa.String(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=True),
    sa.Column('is_item', sa.Boolean(), nullable=False),
    sa.Column('hour', sa.DateTime(timezone=True), nullable=False),
    sa.Column('unit_code', sa.String(), nullable=False),
    sa.Column('visitor', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scan')),
    sa.UniqueConstraint('code_hash', 'visitor', name=op.f('uq_scan_code_hash_visitor'))
    )
    with op.batch_alter_table('scan', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scan_hour'), ['hour'], unique=False)
        batch_op.create_index(batch_op.f('ix_scan_lot_id_is_item'), ['lot_id', 'is_item'], unique=False)

    op.create_table('scan_key',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_scan_key'))
    )
    op.create_table('scan_total',
    sa.Column('code_hash', sa.String(), nullable=False),
    sa.Column('hour', sa.DateTime(timezone=True), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('code_hash', 'hour', name=op.f('pk_scan_total'))
    )
    op.create_table('sent_form',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('location', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_sent_form'))
    )
    op.create_table('user',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('locale', sa.String(), nullable=False),
    sa.Column('password_hash', sa.String(), nullable=False),
    sa.Column('password_changed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('totp_secret', sa.String(), nullable=False),
    sa.Column('totp_confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('totp_last_step', sa.Integer(), nullable=False),
    sa.Column('second_factor_waived', sa.Boolean(), nullable=False),
    sa.Column('is_demo', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('email_verified_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('disabled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user')),
    sa.UniqueConstraint('email', name=op.f('uq_user_email'))
    )
    op.create_table('api_token',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key_hash', sa.String(), nullable=False),
    sa.Column('hint', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_api_token_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_token')),
    sa.UniqueConstraint('key_hash', name=op.f('uq_api_token_key_hash'))
    )
    with op.batch_alter_table('api_token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_api_token_user_id'), ['user_id'], unique=False)

    op.create_table('facility',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('sort_key', sa.String(), nullable=False),
    sa.Column('skeleton', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('registration_number', sa.String(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('commune', sa.String(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('contact_name', sa.String(), nullable=False),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('website', sa.String(), nullable=False),
    sa.Column('about_vi', sa.String(), nullable=False),
    sa.Column('about_en', sa.String(), nullable=False),
    sa.Column('founded_year', sa.Integer(), nullable=True),
    sa.Column('gln', sa.String(), nullable=True),
    sa.Column('consent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('consent_text', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('return_reasons', sa.JSON(), nullable=False),
    sa.Column('return_reason', sa.String(), nullable=False),
    sa.Column('proposed', sa.JSON(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('verified_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('verified_by', sa.Integer(), nullable=True),
    sa.Column('is_demo', sa.Boolean(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['administrative_unit.id'], name=op.f('fk_facility_unit_id_administrative_unit')),
    sa.ForeignKeyConstraint(['verified_by'], ['user.id'], name=op.f('fk_facility_verified_by_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_facility')),
    sa.UniqueConstraint('registration_number', name=op.f('uq_facility_registration_number')),
    sa.UniqueConstraint('slug', name=op.f('uq_facility_slug'))
    )
    with op.batch_alter_table('facility', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_facility_skeleton'), ['skeleton'], unique=False)
        batch_op.create_index(batch_op.f('ix_facility_sort_key'), ['sort_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_facility_state_unit_id'), ['state', 'unit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_facility_unit_id'), ['unit_id'], unique=False)

    op.create_table('favourite_letter',
    sa.Column('mail_id', sa.Integer(), nullable=False),
    sa.Column('delete_after', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['mail_id'], ['outbox_mail.id'], name=op.f('fk_favourite_letter_mail_id_outbox_mail')),
    sa.PrimaryKeyConstraint('mail_id', name=op.f('pk_favourite_letter'))
    )
    op.create_table('held_form',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key_hash', sa.String(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('path', sa.String(), nullable=False),
    sa.Column('values', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_held_form_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_held_form')),
    sa.UniqueConstraint('key_hash', name=op.f('uq_held_form_key_hash'))
    )
    op.create_table('recovery_code',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('code_hash', sa.String(), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_recovery_code_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_code')),
    sa.UniqueConstraint('user_id', 'code_hash', name=op.f('uq_recovery_code_user_id_code_hash'))
    )
    op.create_table('rule_set',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name_vi', sa.String(), nullable=False),
    sa.Column('name_en', sa.String(), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('frozen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['created_by'], ['user.id'], name=op.f('fk_rule_set_created_by_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rule_set')),
    sa.UniqueConstraint('code', 'version', name=op.f('uq_rule_set_code_version'))
    )
    op.create_table('secret_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key_hash', sa.String(), nullable=False),
    sa.Column('purpose', sa.String(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_secret_link_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_secret_link')),
    sa.UniqueConstraint('key_hash', name=op.f('uq_secret_link_key_hash'))
    )
    with op.batch_alter_table('secret_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_secret_link_user_id_purpose'), ['user_id', 'purpose'], unique=False)

    op.create_table('user_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key_hash', sa.String(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('second_factor_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('device', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_user_session_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user_session')),
    sa.UniqueConstraint('key_hash', name=op.f('uq_user_session_key_hash'))
    )
    with op.batch_alter_table('user_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_user_session_user_id'), ['user_id'], unique=False)

    op.create_table('capture_job',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('facility_id', sa.Integer(), nullable=False),
    sa.Column('behaviour', sa.String(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('captured', sa.Integer(), nullable=False),
    sa.Column('error_count', sa.Integer(), nullable=False),
    sa.Column('errors', sa.JSON(), nullable=False),
    sa.Column('warnings', sa.JSON(), nullable=False),
    sa.Column('job_id', sa.Integer(), nullable=True),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['created_by'], ['user.id'], name=op.f('fk_capture_job_created_by_user')),
    sa.ForeignKeyConstraint(['facility_id'], ['facility.id'], name=op.f('fk_capture_job_facility_id_facility')),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_capture_job_job_id_job')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_capture_job')),
    sa.UniqueConstraint('key', name=op.f('uq_capture_job_key'))
    )
    with op.batch_alter_table('capture_job', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_capture_job_facility_id_id'), ['facility_id', 'id'], unique=False)

    op.create_table('certificate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('facility_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('issuer', sa.String(), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('stars', sa.Integer(), nullable=True),
    sa.Column('revoked_on', sa.Date(), nullable=True),
    sa.Column('checked_by', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('scan_file', sa.String(), nullable=False),
    sa.Column('scan_type', sa.String(), nullable=False),
    sa.Column('check_state', sa.String(), nullable=False),
    sa.Column('check_note', sa.String(), nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_demo', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('valid_until IS NULL OR valid_until >= issued_on', name=op.f('ck_certificate_dates_in_order')),
    sa.ForeignKeyConstraint(['checked_by'], ['user.id'], name=op.f('fk_certificate_checked_by_user')),
    sa.ForeignKeyConstraint(['facility_id'], ['facility.id'], name=op.f('fk_certificate_facility_id_facility')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate'))
    )
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_certificate_facility_id'), ['facility_id'], unique=False)

    op.create_table('epcis_query',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('facility_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('query', sa.JSON(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['created_by'], ['user.id'], name=op.f('fk_epcis_query_created_by_user')),
    sa.ForeignKeyConstraint(['facility_id'], ['facility.id'], name=op.f('fk_epcis_query_facility_id_facility')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_epcis_query')),
    sa.UniqueConstraint('facility_id', 'name', name=op.f('uq_epcis_query_facility_id_name'))
    )
    op.create_table('membership',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('facility_id', sa.Integer(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('region', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.CheckConstraint("role <> 'facility' OR facility_id IS NOT NULL", name=op.f('ck_membership_facility_scope')),
    sa.CheckConstraint("role <> 'officer-province' OR unit_id IS NOT NULL", name=op.f('ck_membership_province_scope')),
    sa.CheckConstraint("role <> 'officer-region' OR region <> ''", name=op.f('ck_membership_region_scope')),
    sa.ForeignKeyConstraint(['created_by'], ['user.id'], name=op.f('fk_membership_created_by_user')),
    sa.ForeignKeyConstraint(['facility_id'], ['facility.id'], name=op.f('fk_membership_facility_id_facility')),
    sa.ForeignKeyConstraint(['unit_id'], ['administrative_unit.id'], name=op.f('fk_membership_unit_id_administrative_unit')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_membership_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership')),
    sa.UniqueConstraint('user_id', 'role', 'facility_id', 'unit_id', 'region', name=op.f('uq_membership_user_id_role_facility_id_unit_id_region'))
    )
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_membership_facility_id'), ['facility_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_membership_user_id'), ['user_id'], unique=False)

    op.create_table('recall_contact',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('facility_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['facility_id'], ['facility.id'], name=op.f('fk_recall_contact_facility_id_facility')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recall_contact')),
    sa.UniqueConstraint('facility_id', 'key', name=op.f('uq_recall_contact_facility_id_key'))
    )
    op.create_table('selection_round',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(), nullable=False),
    sa.Column('title_vi', sa.String(), nullable=False),
    sa.Column('title_en', sa.String(), nullable=False),
    sa.Column('level', sa.String(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('region', sa.String(), nullable=False),
    sa.Column('unit_name', sa.String(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('rule_set_id', sa.Integer(), nullable=False),
    sa.Column('organiser', sa.String(), nullable=False),
    sa.Column('notice_vi', sa.String(), nullable=False),
    sa.Column('notice_en', sa.String(), nullable=False),
    sa.Column('entries_from', sa.DateTime(timezone=True), nullable=True),
    sa.Column('entries_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('scoring_from', sa.DateTime(timezone=True), nullable=True),
    sa.Column('scoring_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('scoring_pass', sa.Integer(), nullable=False),
    sa.Column('announced_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('scoring_opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('scoring_closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('provisional_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('complaints_until', sa.Date(), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('returned_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('returned_reason', sa.String(), nullable=False),
    sa.Column('annulled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('annulled_reason', sa.String(), nullable=False),
    sa.Column('is_demo', sa.Boolean(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("level <> 'khu-vuc' OR region <> ''", name=op.f('ck_selection_round_region_area')),
    sa.CheckConstraint("level <> 'tinh' OR unit_id IS NOT NULL", name=op.f('ck_selection_round_province_area')),
    sa.ForeignKeyConstraint(['created_by'], ['user.id'], name=op.f('fk_selection_round_created_by_user')),
    sa.ForeignKeyConstraint(['rule_set_id'], ['rule_set.id'], name=op.f('fk_selection_round_rule_set_id_rule_set')),
    sa.ForeignKeyConstraint(['unit_id'], ['administrative_unit.id'], name=op.f('fk_selection_round_unit_id_administrative_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_selection_round')),
    sa.UniqueConstraint('slug', name=op.f('uq_selection_round_slug'))
    )
    with op.batch_alter_table('selection_round', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_selection_round_state_level'), ['state', 'level'], unique=False)

    op.create_table('trademark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('facility_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('application_number', sa.String(), nullable=False),
    sa.Column('application_date', sa.Date(), nullable=True),
    sa.Column('registration_number', sa.String(), nullable=False),
    sa.Column('registration_date', sa.Date(), nullable=True),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('holder', sa.String(), nullable=False),
    sa.Column('nice_classes', sa.JSON(), nullable=False),
    sa.Column('logo_files', sa.JSON(), nullable=False),
    sa.Column('checked_by', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('scan_file', sa.String(), nullable=False),
    sa.Column('scan_type', sa.String(), nullable=False),
    sa.Column('check_state', sa.String(), nullable=False),
    sa.Column('check_note', sa.String(), nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_demo', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['checked_by'], ['user.id'], name=op.f('fk_trademark_checked_by_user')),
    sa.ForeignKeyConstraint(['facility_id'], ['facility.id'], name=op.f('fk_trademark_facility_id_facility')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trademark'))
    )
    with op.batch_alter_table('trademark', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_trademark_facility_id'), ['facility_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_trademark_registration_number'), ['registration_number'], unique=False)

    op.create_table('capture_body',
    sa.Column('capture_job_id', sa.Integer(), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['capture_job_id'], ['capture_job.id'], name=op.f('fk_capture_body_capture_job_id_capture_job')),
    sa.PrimaryKeyConstraint('capture_job_id', name=op.f('pk_capture_body'))
    )
    op.create_table('council_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['selection_round.id'], name=op.f('fk_council_member_round_id_selection_round')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_council_member_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_council_member')),
    sa.UniqueConstraint('round_id', 'user_id', name=op.f('uq_council_member_round_id_user_id'))
    )
    with op.batch_alter_table('council_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_council_member_user_id'), ['user_id'], unique=False)

    op.create_table('epcis_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('facility_id', sa.Integer(), nullable=False),
    sa.Column('capture_job_id', sa.Integer(), nullable=True),
    sa.Column('event_id', sa.String(), nullable=False),
    sa.Column('event_hash', sa.String(), nullable=False),
    sa.Column('declaration', sa.String(), nullable=False),
    sa.Column('event_time', sa.DateTime(timezone=True), nullable=False),
    sa.Column('record_time', sa.DateTime(timezone=True), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['capture_job_id'], ['capture_job.id'], name=op.f('fk_epcis_event_capture_job_id_capture_job')),
    sa.ForeignKeyConstraint(['facility_id'], ['facility.id'], name=op.f('fk_epcis_event_facility_id_facility')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_epcis_event')),
    sa.UniqueConstraint('facility_id', 'event_id', 'event_hash', 'declaration', name=op.f('uq_epcis_event_facility_id_event_id_event_hash_declaration'))
    )
    with op.batch_alter_table('epcis_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_epcis_event_capture_job_id'), ['capture_job_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_epcis_event_facility_id_event_time'), ['facility_id', 'event_time'], unique=False)
        batch_op.create_index(batch_op.f('ix_epcis_event_facility_id_record_time'), ['facility_id', 'record_time'], unique=False)

    op.create_table('favourite_vote',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('salt', sa.String(), nullable=False),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('frozen', sa.JSON(), nullable=True),
    sa.CheckConstraint('closes_at > opens_at', name=op.f('ck_favourite_vote_closes_after_opening')),
    sa.ForeignKeyConstraint(['created_by'], ['user.id'], name=op.f('fk_favourite_vote_created_by_user')),
    sa.ForeignKeyConstraint(['round_id'], ['selection_round.id'], name=op.f('fk_favourite_vote_round_id_selection_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_favourite_vote')),
    sa.UniqueConstraint('round_id', name=op.f('uq_favourite_vote_round_id'))
    )
    op.create_table('jury_panel',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('group', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['selection_round.id'], name=op.f('fk_jury_panel_round_id_selection_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_jury_panel')),
    sa.UniqueConstraint('round_id', 'group', name=op.f('uq_jury_panel_round_id_group'))
    )
    op.create_table('product',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(), nullable=False),
    sa.Column('facility_id', sa.Integer(), nullable=False),
    sa.Column('name_vi', sa.String(), nullable=False),
    sa.Column('name_en', sa.String(), nullable=False),
    sa.Column('sort_key', sa.String(), nullable=False),
    sa.Column('group', sa.String(), nullable=False),
    sa.Column('is_set', sa.Boolean(), nullable=False),
    sa.Column('description_vi', sa.String(), nullable=False),
    sa.Column('description_en', sa.String(), nullable=False),
    sa.Column('materials', sa.String(), nullable=False),
    sa.Column('dimensions', sa.String(), nullable=False),
    sa.Column('net_content', sa.String(), nullable=False),
    sa.Column('shelf_life', sa.String(), nullable=False),
    sa.Column('standard', sa.String(), nullable=False),
    sa.Column('safety_note', sa.String(), nullable=False),
    sa.Column('where_sold', sa.String(), nullable=False),
    sa.Column('gtin', sa.String(length=14), nullable=True),
    sa.Column('trademark_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('return_reasons', sa.JSON(), nullable=False),
    sa.Column('return_reason', sa.String(), nullable=False),
    sa.Column('proposed', sa.JSON(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_demo', sa.Boolean(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['facility_id'], ['facility.id'], name=op.f('fk_product_facility_id_facility')),
    sa.ForeignKeyConstraint(['trademark_id'], ['trademark.id'], name=op.f('fk_product_trademark_id_trademark')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_product')),
    sa.UniqueConstraint('gtin', name=op.f('uq_product_gtin')),
    sa.UniqueConstraint('slug', name=op.f('uq_product_slug'))
    )
    with op.batch_alter_table('product', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_product_facility_id_state'), ['facility_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_product_sort_key'), ['sort_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_product_state_group'), ['state', 'group'], unique=False)

    op.create_table('recognition_decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('signed_on', sa.Date(), nullable=False),
    sa.Column('signer', sa.String(), nullable=False),
    sa.Column('signer_title', sa.String(), nullable=False),
    sa.Column('authority', sa.String(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=False),
    sa.Column('file', sa.String(), nullable=False),
    sa.Column('frozen', sa.JSON(), nullable=True),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['created_by'], ['user.id'], name=op.f('fk_recognition_decision_created_by_user')),
    sa.ForeignKeyConstraint(['round_id'], ['selection_round.id'], name=op.f('fk_recognition_decision_round_id_selection_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recognition_decision')),
    sa.UniqueConstraint('round_id', name=op.f('uq_recognition_decision_round_id'))
    )
    op.create_table('round_checkpoint',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('root', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['selection_round.id'], name=op.f('fk_round_checkpoint_round_id_selection_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round_checkpoint'))
    )
    with op.batch_alter_table('round_checkpoint', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_round_checkpoint_round_id'), ['round_id'], unique=False)

    op.create_table('round_leaf',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('event', sa.String(), nullable=False),
    sa.Column('salt', sa.String(), nullable=False),
    sa.Column('leaf_hash', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['selection_round.id'], name=op.f('fk_round_leaf_round_id_selection_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round_leaf')),
    sa.UniqueConstraint('round_id', 'position', name=op.f('uq_round_leaf_round_id_position'))
    )
    op.create_table('round_log',
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('nodes', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['selection_round.id'], name=op.f('fk_round_log_round_id_selection_round')),
    sa.PrimaryKeyConstraint('round_id', name=op.f('pk_round_log'))
    )
    op.create_table('tally_record',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('scoring_pass', sa.Integer(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('group', sa.String(), nullable=False),
    sa.Column('input', sa.JSON(), nullable=False),
    sa.Column('result', sa.JSON(), nullable=False),
    sa.Column('program_version', sa.String(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['selection_round.id'], name=op.f('fk_tally_record_round_id_selection_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tally_record'))
    )
    with op.batch_alter_table('tally_record', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tally_record_round_id'), ['round_id'], unique=False)

    op.create_table('two_person_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(), nullable=False),
    sa.Column('cycle', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('session_key', sa.String(), nullable=False),
    sa.Column('statement', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['selection_round.id'], name=op.f('fk_two_person_step_round_id_selection_round')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_two_person_step_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_two_person_step')),
    sa.UniqueConstraint('round_id', 'act', 'cycle', 'role', name=op.f('uq_two_person_step_round_id_act_cycle_role')),
    sa.UniqueConstraint('round_id', 'act', 'cycle', 'user_id', name=op.f('uq_two_person_step_round_id_act_cycle_user_id'))
    )
    op.create_table('award',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(), nullable=True),
    sa.Column('level', sa.String(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('title_vi', sa.String(), nullable=False),
    sa.Column('issuer', sa.String(), nullable=False),
    sa.Column('signer', sa.String(), nullable=False),
    sa.Column('decision_number', sa.String(), nullable=False),
    sa.Column('decision_date', sa.Date(), nullable=True),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=False),
    sa.Column('revoked_on', sa.Date(), nullable=True),
    sa.Column('revoked_reason', sa.String(), nullable=False),
    sa.Column('suspended_on', sa.Date(), nullable=True),
    sa.Column('unit_name', sa.String(), nullable=False),
    sa.Column('product_name', sa.String(), nullable=False),
    sa.Column('producer_name', sa.String(), nullable=False),
    sa.Column('producer_address', sa.String(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=True),
    sa.Column('nomination_id', sa.Integer(), nullable=True),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('source_text', sa.String(), nullable=False),
    sa.Column('source_note', sa.String(), nullable=False),
    sa.Column('is_demo', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('valid_until >= issued_on', name=op.f('ck_award_dates_in_order')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_award_product_id_product')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award')),
    sa.UniqueConstraint('number', name=op.f('uq_award_number'))
    )
    with op.batch_alter_table('award', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_award_nomination_id'), ['nomination_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_product_id_level'), ['product_id', 'level'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_round_id'), ['round_id'], unique=False)

    op.create_table('diary_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('is_expected', sa.Boolean(), nullable=False),
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_diary_step_product_id_product')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_diary_step')),
    sa.UniqueConstraint('product_id', 'kind', name=op.f('uq_diary_step_product_id_kind'))
    )
    op.create_table('epcis_number',
    sa.Column('facility_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('value', sa.Double(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['epcis_event.id'], name=op.f('fk_epcis_number_event_id_epcis_event')),
    sa.ForeignKeyConstraint(['facility_id'], ['facility.id'], name=op.f('fk_epcis_number_facility_id_facility')),
    sa.PrimaryKeyConstraint('facility_id', 'name', 'value', 'event_id', name=op.f('pk_epcis_number')),
    sqlite_with_rowid=False
    )
    op.create_table('epcis_term',
    sa.Column('facility_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('value', sa.String(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['epcis_event.id'], name=op.f('fk_epcis_term_event_id_epcis_event')),
    sa.ForeignKeyConstraint(['facility_id'], ['facility.id'], name=op.f('fk_epcis_term_facility_id_facility')),
    sa.PrimaryKeyConstraint('facility_id', 'name', 'value', 'event_id', name=op.f('pk_epcis_term')),
    sqlite_with_rowid=False
    )
    op.create_table('favourite_finalist',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('vote_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('group', sa.String(), nullable=False),
    sa.Column('product', sa.String(), nullable=False),
    sa.Column('product_slug', sa.String(), nullable=False),
    sa.Column('facility', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['vote_id'], ['favourite_vote.id'], name=op.f('fk_favourite_finalist_vote_id_favourite_vote')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_favourite_finalist')),
    sa.UniqueConstraint('vote_id', 'number', name=op.f('uq_favourite_finalist_vote_id_number'))
    )
    op.create_table('former_gtin',
    sa.Column('gtin', sa.String(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_former_gtin_product_id_product')),
    sa.PrimaryKeyConstraint('gtin', name=op.f('pk_former_gtin'))
    )
    with op.batch_alter_table('former_gtin', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_former_gtin_product_id'), ['product_id'], unique=False)

    op.create_table('juror',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('panel_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('alias', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('commune', sa.String(), nullable=False),
    sa.Column('order_seed', sa.String(), nullable=False),
    sa.Column('declared_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('removed_reason', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['panel_id'], ['jury_panel.id'], name=op.f('fk_juror_panel_id_jury_panel')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_juror_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_juror')),
    sa.UniqueConstraint('panel_id', 'alias', name=op.f('uq_juror_panel_id_alias')),
    sa.UniqueConstraint('panel_id', 'user_id', name=op.f('uq_juror_panel_id_user_id'))
    )
    with op.batch_alter_table('juror', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_juror_user_id'), ['user_id'], unique=False)

    op.create_table('lot',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('facility_id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=True),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('supplier', sa.String(), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=True),
    sa.Column('best_before', sa.Date(), nullable=True),
    sa.Column('quantity', sa.String(length=40), nullable=True),
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('is_public', sa.Boolean(), nullable=False),
    sa.Column('snapshot', sa.JSON(), nullable=False),
    sa.Column('is_demo', sa.Boolean(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('best_before IS NULL OR made_on IS NULL OR best_before >= made_on', name=op.f('ck_lot_dates_in_order')),
    sa.ForeignKeyConstraint(['created_by'], ['user.id'], name=op.f('fk_lot_created_by_user')),
    sa.ForeignKeyConstraint(['facility_id'], ['facility.id'], name=op.f('fk_lot_facility_id_facility')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_lot_product_id_product')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lot')),
    sa.UniqueConstraint('product_id', 'code', name=op.f('uq_lot_product_id_code'))
    )
    with op.batch_alter_table('lot', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lot_facility_id_state'), ['facility_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_lot_product_id'), ['product_id'], unique=False)

    op.create_table('nomination',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('facility_id', sa.Integer(), nullable=False),
    sa.Column('group', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('is_set', sa.Boolean(), nullable=False),
    sa.Column('set_case', sa.String(), nullable=False),
    sa.Column('statement', sa.String(), nullable=False),
    sa.Column('entry', sa.JSON(), nullable=True),
    sa.Column('return_reason', sa.String(), nullable=False),
    sa.Column('promoted_from_id', sa.Integer(), nullable=True),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_reason', sa.String(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['created_by'], ['user.id'], name=op.f('fk_nomination_created_by_user')),
    sa.ForeignKeyConstraint(['facility_id'], ['facility.id'], name=op.f('fk_nomination_facility_id_facility')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_nomination_product_id_product')),
    sa.ForeignKeyConstraint(['promoted_from_id'], ['nomination.id'], name=op.f('fk_nomination_promoted_from_id_nomination')),
    sa.ForeignKeyConstraint(['round_id'], ['selection_round.id'], name=op.f('fk_nomination_round_id_selection_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_nomination')),
    sa.UniqueConstraint('round_id', 'product_id', name=op.f('uq_nomination_round_id_product_id'))
    )
    with op.batch_alter_table('nomination', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_nomination_facility_id'), ['facility_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_nomination_product_id'), ['product_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_nomination_round_id_state'), ['round_id', 'state'], unique=False)

    op.create_table('product_certificate',
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('certificate_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['certificate_id'], ['certificate.id'], name=op.f('fk_product_certificate_certificate_id_certificate')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_product_certificate_product_id_product')),
    sa.PrimaryKeyConstraint('product_id', 'certificate_id', name=op.f('pk_product_certificate'))
    )
    op.create_table('product_picture',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('alt_vi', sa.String(), nullable=False),
    sa.Column('alt_en', sa.String(), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('colour', sa.String(), nullable=False),
    sa.Column('files', sa.JSON(), nullable=False),
    sa.Column('is_illustration', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_product_picture_product_id_product')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_product_picture'))
    )
    with op.batch_alter_table('product_picture', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_product_picture_product_id_position'), ['product_id', 'position'], unique=False)

    op.create_table('award_correction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('old_id', sa.Integer(), nullable=False),
    sa.Column('new_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('corrected_by', sa.Integer(), nullable=True),
    sa.Column('corrected_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['corrected_by'], ['user.id'], name=op.f('fk_award_correction_corrected_by_user')),
    sa.ForeignKeyConstraint(['new_id'], ['award.id'], name=op.f('fk_award_correction_new_id_award')),
    sa.ForeignKeyConstraint(['old_id'], ['award.id'], name=op.f('fk_award_correction_old_id_award')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award_correction')),
    sa.UniqueConstraint('new_id', name=op.f('uq_award_correction_new_id')),
    sa.UniqueConstraint('old_id', name=op.f('uq_award_correction_old_id'))
    )
    op.create_table('certificate_paper',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('award_id', sa.Integer(), nullable=False),
    sa.Column('file', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('signed_by', sa.String(), nullable=False),
    sa.Column('self_made', sa.Boolean(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['award_id'], ['award.id'], name=op.f('fk_certificate_paper_award_id_award')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate_paper')),
    sa.UniqueConstraint('award_id', name=op.f('uq_certificate_paper_award_id'))
    )
    op.create_table('complaint',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('nomination_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('salt', sa.String(), nullable=False),
    sa.Column('filed_by', sa.Integer(), nullable=False),
    sa.Column('filed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['filed_by'], ['user.id'], name=op.f('fk_complaint_filed_by_user')),
    sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name=op.f('fk_complaint_nomination_id_nomination')),
    sa.ForeignKeyConstraint(['round_id'], ['selection_round.id'], name=op.f('fk_complaint_round_id_selection_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaint')),
    sa.UniqueConstraint('round_id', 'code', name=op.f('uq_complaint_round_id_code'))
    )
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_complaint_nomination_id'), ['nomination_id'], unique=False)

    op.create_table('council_verdict',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('nomination_id', sa.Integer(), nullable=False),
    sa.Column('recognised', sa.Boolean(), nullable=False),
    sa.Column('grade', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('votes_for', sa.Integer(), nullable=True),
    sa.Column('votes_against', sa.Integer(), nullable=True),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('decided_by', sa.Integer(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['decided_by'], ['user.id'], name=op.f('fk_council_verdict_decided_by_user')),
    sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name=op.f('fk_council_verdict_nomination_id_nomination')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_council_verdict')),
    sa.UniqueConstraint('nomination_id', name=op.f('uq_council_verdict_nomination_id'))
    )
    op.create_table('dossier_document',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('nomination_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('file', sa.String(), nullable=False),
    sa.Column('media_type', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('files', sa.JSON(), nullable=False),
    sa.Column('uploaded_by', sa.Integer(), nullable=True),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name=op.f('fk_dossier_document_nomination_id_nomination')),
    sa.ForeignKeyConstraint(['uploaded_by'], ['user.id'], name=op.f('fk_dossier_document_uploaded_by_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dossier_document'))
    )
    with op.batch_alter_table('dossier_document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_dossier_document_nomination_id'), ['nomination_id'], unique=False)

    op.create_table('entry_code',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('nomination_id', sa.Integer(), nullable=False),
    sa.Column('scoring_pass', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('salt', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name=op.f('fk_entry_code_nomination_id_nomination')),
    sa.ForeignKeyConstraint(['round_id'], ['selection_round.id'], name=op.f('fk_entry_code_round_id_selection_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entry_code')),
    sa.UniqueConstraint('nomination_id', 'scoring_pass', name=op.f('uq_entry_code_nomination_id_scoring_pass')),
    sa.UniqueConstraint('round_id', 'code', name=op.f('uq_entry_code_round_id_code'))
    )
    op.create_table('favourite_ballot',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('vote_id', sa.Integer(), nullable=False),
    sa.Column('finalist_id', sa.Integer(), nullable=False),
    sa.Column('voter', sa.String(), nullable=False),
    sa.Column('origin', sa.String(), nullable=False),
    sa.Column('domain', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['finalist_id'], ['favourite_finalist.id'], name=op.f('fk_favourite_ballot_finalist_id_favourite_finalist')),
    sa.ForeignKeyConstraint(['vote_id'], ['favourite_vote.id'], name=op.f('fk_favourite_ballot_vote_id_favourite_vote')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_favourite_ballot')),
    sa.UniqueConstraint('vote_id', 'voter', name=op.f('uq_favourite_ballot_vote_id_voter'))
    )
    with op.batch_alter_table('favourite_ballot', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_favourite_ballot_finalist_id'), ['finalist_id'], unique=False)

    op.create_table('label_run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('sheet', sa.String(), nullable=False),
    sa.Column('start', sa.Integer(), nullable=False),
    sa.Column('offset_x', sa.Integer(), nullable=False),
    sa.Column('offset_y', sa.Integer(), nullable=False),
    sa.Column('logo', sa.String(), nullable=False),
    sa.Column('purpose', sa.String(), nullable=False),
    sa.Column('own_sheet', sa.JSON(), nullable=True),
    sa.Column('level', sa.String(), nullable=False),
    sa.Column('with_pin', sa.Boolean(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('reprint_of_id', sa.Integer(), nullable=True),
    sa.Column('file', sa.String(), nullable=False),
    sa.Column('signed_list', sa.JSON(), nullable=True),
    sa.Column('job_id', sa.Integer(), nullable=True),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('approved_by', sa.Integer(), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['approved_by'], ['user.id'], name=op.f('fk_label_run_approved_by_user')),
    sa.ForeignKeyConstraint(['created_by'], ['user.id'], name=op.f('fk_label_run_created_by_user')),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_label_run_job_id_job')),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_label_run_lot_id_lot')),
    sa.ForeignKeyConstraint(['reprint_of_id'], ['label_run.id'], name=op.f('fk_label_run_reprint_of_id_label_run')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_label_run'))
    )
    with op.batch_alter_table('label_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_label_run_lot_id'), ['lot_id'], unique=False)

    op.create_table('merged_set',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('name_vi', sa.String(), nullable=False),
    sa.Column('set_case', sa.String(), nullable=False),
    sa.Column('lead_id', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('dissolved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('dissolved_reason', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['created_by'], ['user.id'], name=op.f('fk_merged_set_created_by_user')),
    sa.ForeignKeyConstraint(['lead_id'], ['nomination.id'], name=op.f('fk_merged_set_lead_id_nomination')),
    sa.ForeignKeyConstraint(['round_id'], ['selection_round.id'], name=op.f('fk_merged_set_round_id_selection_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_merged_set')),
    sa.UniqueConstraint('round_id', 'code', name=op.f('uq_merged_set_round_id_code'))
    )
    with op.batch_alter_table('merged_set', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_merged_set_lead_id'), ['lead_id'], unique=False)

    op.create_table('product_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=True),
    sa.Column('link_type', sa.String(), nullable=False),
    sa.Column('url', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('hreflang', sa.String(), nullable=False),
    sa.Column('media_type', sa.String(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['created_by'], ['user.id'], name=op.f('fk_product_link_created_by_user')),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_product_link_lot_id_lot')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_product_link_product_id_product')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_product_link'))
    )
    with op.batch_alter_table('product_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_product_link_product_id_lot_id'), ['product_id', 'lot_id'], unique=False)

    op.create_table('promotion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('to_round_id', sa.Integer(), nullable=False),
    sa.Column('nomination_id', sa.Integer(), nullable=False),
    sa.Column('proposed_by', sa.Integer(), nullable=True),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('promoted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('promoted_id', sa.Integer(), nullable=True),
    sa.Column('result', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name=op.f('fk_promotion_nomination_id_nomination')),
    sa.ForeignKeyConstraint(['promoted_id'], ['nomination.id'], name=op.f('fk_promotion_promoted_id_nomination')),
    sa.ForeignKeyConstraint(['proposed_by'], ['user.id'], name=op.f('fk_promotion_proposed_by_user')),
    sa.ForeignKeyConstraint(['round_id'], ['selection_round.id'], name=op.f('fk_promotion_round_id_selection_round')),
    sa.ForeignKeyConstraint(['to_round_id'], ['selection_round.id'], name=op.f('fk_promotion_to_round_id_selection_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_promotion')),
    sa.UniqueConstraint('promoted_id', name=op.f('uq_promotion_promoted_id'))
    )
    with op.batch_alter_table('promotion', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_promotion_nomination_id'), ['nomination_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_promotion_round_id_to_round_id'), ['round_id', 'to_round_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_promotion_to_round_id'), ['to_round_id'], unique=False)

    op.create_table('recall',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('reason_vi', sa.String(), nullable=False),
    sa.Column('reason_en', sa.String(), nullable=False),
    sa.Column('advice_vi', sa.String(), nullable=False),
    sa.Column('advice_en', sa.String(), nullable=False),
    sa.Column('by_officer', sa.Boolean(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undone_by', sa.Integer(), nullable=True),
    sa.Column('undone_reason', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['created_by'], ['user.id'], name=op.f('fk_recall_created_by_user')),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_recall_lot_id_lot')),
    sa.ForeignKeyConstraint(['undone_by'], ['user.id'], name=op.f('fk_recall_undone_by_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recall'))
    )
    with op.batch_alter_table('recall', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recall_lot_id'), ['lot_id'], unique=False)

    op.create_table('recall_drill',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('scenario', sa.String(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('started_by', sa.Integer(), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_by', sa.Integer(), nullable=True),
    sa.Column('found', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['finished_by'], ['user.id'], name=op.f('fk_recall_drill_finished_by_user')),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_recall_drill_lot_id_lot')),
    sa.ForeignKeyConstraint(['started_by'], ['user.id'], name=op.f('fk_recall_drill_started_by_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recall_drill'))
    )
    with op.batch_alter_table('recall_drill', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recall_drill_lot_id'), ['lot_id'], unique=False)

    op.create_table('recusal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('juror_id', sa.Integer(), nullable=False),
    sa.Column('nomination_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('rule', sa.String(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['created_by'], ['user.id'], name=op.f('fk_recusal_created_by_user')),
    sa.ForeignKeyConstraint(['decided_by'], ['user.id'], name=op.f('fk_recusal_decided_by_user')),
    sa.ForeignKeyConstraint(['juror_id'], ['juror.id'], name=op.f('fk_recusal_juror_id_juror')),
    sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name=op.f('fk_recusal_nomination_id_nomination')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recusal')),
    sa.UniqueConstraint('juror_id', 'nomination_id', name=op.f('uq_recusal_juror_id_nomination_id'))
    )
    with op.batch_alter_table('recusal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recusal_nomination_id'), ['nomination_id'], unique=False)

    op.create_table('score_sheet',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('juror_id', sa.Integer(), nullable=False),
    sa.Column('nomination_id', sa.Integer(), nullable=False),
    sa.Column('scoring_pass', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['juror_id'], ['juror.id'], name=op.f('fk_score_sheet_juror_id_juror')),
    sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name=op.f('fk_score_sheet_nomination_id_nomination')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_score_sheet')),
    sa.UniqueConstraint('juror_id', 'nomination_id', 'scoring_pass', name=op.f('uq_score_sheet_juror_id_nomination_id_scoring_pass')),
    sa.UniqueConstraint('key', name=op.f('uq_score_sheet_key'))
    )
    with op.batch_alter_table('score_sheet', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_score_sheet_nomination_id'), ['nomination_id'], unique=False)

    op.create_table('trace_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('client_id', sa.String(), nullable=False),
    sa.Column('happened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('happened_precision', sa.String(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('party', sa.String(), nullable=False),
    sa.Column('quantity', sa.String(length=40), nullable=True),
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('readings', sa.JSON(), nullable=False),
    sa.Column('picture', sa.JSON(), nullable=True),
    sa.Column('is_public', sa.Boolean(), nullable=False),
    sa.Column('corrects_id', sa.Integer(), nullable=True),
    sa.Column('epcis', sa.JSON(), nullable=False),
    sa.Column('event_hash', sa.String(), nullable=False),
    sa.Column('previous_hash', sa.String(), nullable=False),
    sa.Column('recorded_by', sa.Integer(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['corrects_id'], ['trace_event.id'], name=op.f('fk_trace_event_corrects_id_trace_event')),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_trace_event_lot_id_lot')),
    sa.ForeignKeyConstraint(['recorded_by'], ['user.id'], name=op.f('fk_trace_event_recorded_by_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trace_event')),
    sa.UniqueConstraint('lot_id', 'client_id', name=op.f('uq_trace_event_lot_id_client_id'))
    )
    with op.batch_alter_table('trace_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_trace_event_lot_id_happened_at'), ['lot_id', 'happened_at'], unique=False)

    op.create_table('complaint_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('complaint_id', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('answered_by', sa.Integer(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['answered_by'], ['user.id'], name=op.f('fk_complaint_answer_answered_by_user')),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_complaint_answer_complaint_id_complaint')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaint_answer')),
    sa.UniqueConstraint('complaint_id', name=op.f('uq_complaint_answer_complaint_id'))
    )
    op.create_table('epcis_mirror',
    sa.Column('trace_event_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['trace_event_id'], ['trace_event.id'], name=op.f('fk_epcis_mirror_trace_event_id_trace_event')),
    sa.PrimaryKeyConstraint('trace_event_id', name=op.f('pk_epcis_mirror'))
    )
    op.create_table('favourite_void',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ballot_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('voided_by', sa.Integer(), nullable=True),
    sa.Column('voided_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['ballot_id'], ['favourite_ballot.id'], name=op.f('fk_favourite_void_ballot_id_favourite_ballot')),
    sa.ForeignKeyConstraint(['voided_by'], ['user.id'], name=op.f('fk_favourite_void_voided_by_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_favourite_void')),
    sa.UniqueConstraint('ballot_id', name=op.f('uq_favourite_void_ballot_id'))
    )
    op.create_table('lot_input',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('input_lot_id', sa.Integer(), nullable=False),
    sa.Column('output_lot_id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=True),
    sa.Column('quantity', sa.String(length=40), nullable=True),
    sa.Column('unit', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['trace_event.id'], name=op.f('fk_lot_input_event_id_trace_event')),
    sa.ForeignKeyConstraint(['input_lot_id'], ['lot.id'], name=op.f('fk_lot_input_input_lot_id_lot')),
    sa.ForeignKeyConstraint(['output_lot_id'], ['lot.id'], name=op.f('fk_lot_input_output_lot_id_lot')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lot_input'))
    )
    with op.batch_alter_table('lot_input', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lot_input_input_lot_id'), ['input_lot_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_lot_input_output_lot_id'), ['output_lot_id'], unique=False)

    op.create_table('merged_set_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('set_id', sa.Integer(), nullable=False),
    sa.Column('nomination_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name=op.f('fk_merged_set_member_nomination_id_nomination')),
    sa.ForeignKeyConstraint(['set_id'], ['merged_set.id'], name=op.f('fk_merged_set_member_set_id_merged_set')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_merged_set_member')),
    sa.UniqueConstraint('set_id', 'nomination_id', name=op.f('uq_merged_set_member_set_id_nomination_id'))
    )
    with op.batch_alter_table('merged_set_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_merged_set_member_nomination_id'), ['nomination_id'], unique=False)

    op.create_table('paper_sheet',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('printed_by', sa.Integer(), nullable=True),
    sa.Column('printed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['printed_by'], ['user.id'], name=op.f('fk_paper_sheet_printed_by_user')),
    sa.ForeignKeyConstraint(['sheet_id'], ['score_sheet.id'], name=op.f('fk_paper_sheet_sheet_id_score_sheet')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_sheet')),
    sa.UniqueConstraint('code', name=op.f('uq_paper_sheet_code')),
    sa.UniqueConstraint('sheet_id', name=op.f('uq_paper_sheet_sheet_id'))
    )
    op.create_table('recall_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('drill_id', sa.Integer(), nullable=True),
    sa.Column('recall_id', sa.Integer(), nullable=True),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('reached_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reached_by', sa.Integer(), nullable=True),
    sa.Column('note', sa.String(), nullable=False),
    sa.CheckConstraint('(drill_id IS NULL) <> (recall_id IS NULL)', name=op.f('ck_recall_answer_one_subject')),
    sa.ForeignKeyConstraint(['drill_id'], ['recall_drill.id'], name=op.f('fk_recall_answer_drill_id_recall_drill')),
    sa.ForeignKeyConstraint(['reached_by'], ['user.id'], name=op.f('fk_recall_answer_reached_by_user')),
    sa.ForeignKeyConstraint(['recall_id'], ['recall.id'], name=op.f('fk_recall_answer_recall_id_recall')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recall_answer')),
    sa.UniqueConstraint('drill_id', 'key', name=op.f('uq_recall_answer_drill_id_key')),
    sa.UniqueConstraint('recall_id', 'key', name=op.f('uq_recall_answer_recall_id_key'))
    )
    op.create_table('score_sheet_revision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('client_id', sa.String(), nullable=False),
    sa.Column('scores', sa.JSON(), nullable=False),
    sa.Column('comment', sa.String(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('receipt', sa.String(), nullable=False),
    sa.Column('leaf_index', sa.Integer(), nullable=False),
    sa.Column('saved_by', sa.Integer(), nullable=True),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['saved_by'], ['user.id'], name=op.f('fk_score_sheet_revision_saved_by_user')),
    sa.ForeignKeyConstraint(['sheet_id'], ['score_sheet.id'], name=op.f('fk_score_sheet_revision_sheet_id_score_sheet')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_score_sheet_revision')),
    sa.UniqueConstraint('sheet_id', 'client_id', name=op.f('uq_score_sheet_revision_sheet_id_client_id')),
    sa.UniqueConstraint('sheet_id', 'revision', name=op.f('uq_score_sheet_revision_sheet_id_revision'))
    )
    with op.batch_alter_table('score_sheet_revision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_score_sheet_revision_receipt'), ['receipt'], unique=False)

    op.create_table('trace_code',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('serial', sa.String(), nullable=False),
    sa.Column('gtin_at_print', sa.String(), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('pin_hash', sa.String(), nullable=False),
    sa.Column('pin_checked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('pin_failures', sa.Integer(), nullable=False),
    sa.Column('pin_wait_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_trace_code_lot_id_lot')),
    sa.ForeignKeyConstraint(['run_id'], ['label_run.id'], name=op.f('fk_trace_code_run_id_label_run')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trace_code')),
    sa.UniqueConstraint('code', name=op.f('uq_trace_code_code'))
    )
    with op.batch_alter_table('trace_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_trace_code_gtin_at_print_serial'), ['gtin_at_print', 'serial'], unique=False)
        batch_op.create_index(batch_op.f('ix_trace_code_lot_id_kind'), ['lot_id', 'kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_trace_code_run_id'), ['run_id'], unique=False)

    op.create_table('code_report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('contact', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_by', sa.Integer(), nullable=True),
    sa.Column('answer', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['closed_by'], ['user.id'], name=op.f('fk_code_report_closed_by_user')),
    sa.ForeignKeyConstraint(['code_id'], ['trace_code.id'], name=op.f('fk_code_report_code_id_trace_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_code_report'))
    )
    with op.batch_alter_table('code_report', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_code_report_code_id'), ['code_id'], unique=False)

    op.create_table('code_signal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('scans', sa.Integer(), nullable=False),
    sa.Column('provinces', sa.Integer(), nullable=False),
    sa.Column('first_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_by', sa.Integer(), nullable=True),
    sa.Column('answer', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['closed_by'], ['user.id'], name=op.f('fk_code_signal_closed_by_user')),
    sa.ForeignKeyConstraint(['code_id'], ['trace_code.id'], name=op.f('fk_code_signal_code_id_trace_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_code_signal'))
    )
    with op.batch_alter_table('code_signal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_code_signal_code_id_kind'), ['code_id', 'kind'], unique=False)

    op.create_table('paper_ballot',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('paper_id', sa.Integer(), nullable=False),
    sa.Column('revision_id', sa.Integer(), nullable=False),
    sa.Column('settled_by', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['paper_id'], ['paper_sheet.id'], name=op.f('fk_paper_ballot_paper_id_paper_sheet')),
    sa.ForeignKeyConstraint(['revision_id'], ['score_sheet_revision.id'], name=op.f('fk_paper_ballot_revision_id_score_sheet_revision')),
    sa.ForeignKeyConstraint(['settled_by'], ['user.id'], name=op.f('fk_paper_ballot_settled_by_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_ballot')),
    sa.UniqueConstraint('paper_id', name=op.f('uq_paper_ballot_paper_id')),
    sa.UniqueConstraint('revision_id', name=op.f('uq_paper_ballot_revision_id'))
    )
    op.create_table('paper_scan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('paper_id', sa.Integer(), nullable=False),
    sa.Column('file', sa.String(), nullable=False),
    sa.Column('media_type', sa.String(), nullable=False),
    sa.Column('uploaded_by', sa.Integer(), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['paper_id'], ['paper_sheet.id'], name=op.f('fk_paper_scan_paper_id_paper_sheet')),
    sa.ForeignKeyConstraint(['uploaded_by'], ['user.id'], name=op.f('fk_paper_scan_uploaded_by_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_scan'))
    )
    with op.batch_alter_table('paper_scan', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_scan_paper_id'), ['paper_id'], unique=False)

    op.create_table('paper_typing',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('paper_id', sa.Integer(), nullable=False),
    sa.Column('clerk_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('scores', sa.JSON(), nullable=False),
    sa.Column('comment', sa.String(), nullable=False),
    sa.Column('typed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['clerk_id'], ['user.id'], name=op.f('fk_paper_typing_clerk_id_user')),
    sa.ForeignKeyConstraint(['paper_id'], ['paper_sheet.id'], name=op.f('fk_paper_typing_paper_id_paper_sheet')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_typing')),
    sa.UniqueConstraint('paper_id', 'clerk_id', 'number', name=op.f('uq_paper_typing_paper_id_clerk_id_number'))
    )
    for table in APPEND_ONLY:
        for statement in append_only_statements(table, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    op.drop_table('paper_typing')
    with op.batch_alter_table('paper_scan', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_paper_scan_paper_id'))

    op.drop_table('paper_scan')
    op.drop_table('paper_ballot')
    with op.batch_alter_table('code_signal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_code_signal_code_id_kind'))

    op.drop_table('code_signal')
    with op.batch_alter_table('code_report', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_code_report_code_id'))

    op.drop_table('code_report')
    with op.batch_alter_table('trace_code', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_trace_code_run_id'))
        batch_op.drop_index(batch_op.f('ix_trace_code_lot_id_kind'))
        batch_op.drop_index(batch_op.f('ix_trace_code_gtin_at_print_serial'))

    op.drop_table('trace_code')
    with op.batch_alter_table('score_sheet_revision', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_score_sheet_revision_receipt'))

    op.drop_table('score_sheet_revision')
    op.drop_table('recall_answer')
    op.drop_table('paper_sheet')
    with op.batch_alter_table('merged_set_member', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_merged_set_member_nomination_id'))

    op.drop_table('merged_set_member')
    with op.batch_alter_table('lot_input', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lot_input_output_lot_id'))
        batch_op.drop_index(batch_op.f('ix_lot_input_input_lot_id'))

    op.drop_table('lot_input')
    op.drop_table('favourite_void')
    op.drop_table('epcis_mirror')
    op.drop_table('complaint_answer')
    with op.batch_alter_table('trace_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_trace_event_lot_id_happened_at'))

    op.drop_table('trace_event')
    with op.batch_alter_table('score_sheet', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_score_sheet_nomination_id'))

    op.drop_table('score_sheet')
    with op.batch_alter_table('recusal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recusal_nomination_id'))

    op.drop_table('recusal')
    with op.batch_alter_table('recall_drill', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recall_drill_lot_id'))

    op.drop_table('recall_drill')
    with op.batch_alter_table('recall', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recall_lot_id'))

    op.drop_table('recall')
    with op.batch_alter_table('promotion', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_promotion_to_round_id'))
        batch_op.drop_index(batch_op.f('ix_promotion_round_id_to_round_id'))
        batch_op.drop_index(batch_op.f('ix_promotion_nomination_id'))

    op.drop_table('promotion')
    with op.batch_alter_table('product_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_product_link_product_id_lot_id'))

    op.drop_table('product_link')
    with op.batch_alter_table('merged_set', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_merged_set_lead_id'))

    op.drop_table('merged_set')
    with op.batch_alter_table('label_run', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_label_run_lot_id'))

    op.drop_table('label_run')
    with op.batch_alter_table('favourite_ballot', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_favourite_ballot_finalist_id'))

    op.drop_table('favourite_ballot')
    op.drop_table('entry_code')
    with op.batch_alter_table('dossier_document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_dossier_document_nomination_id'))

    op.drop_table('dossier_document')
    op.drop_table('council_verdict')
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_complaint_nomination_id'))

    op.drop_table('complaint')
    op.drop_table('certificate_paper')
    op.drop_table('award_correction')
    with op.batch_alter_table('product_picture', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_product_picture_product_id_position'))

    op.drop_table('product_picture')
    op.drop_table('product_certificate')
    with op.batch_alter_table('nomination', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_nomination_round_id_state'))
        batch_op.drop_index(batch_op.f('ix_nomination_product_id'))
        batch_op.drop_index(batch_op.f('ix_nomination_facility_id'))

    op.drop_table('nomination')
    with op.batch_alter_table('lot', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lot_product_id'))
        batch_op.drop_index(batch_op.f('ix_lot_facility_id_state'))

    op.drop_table('lot')
    with op.batch_alter_table('juror', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_juror_user_id'))

    op.drop_table('juror')
    with op.batch_alter_table('former_gtin', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_former_gtin_product_id'))

    op.drop_table('former_gtin')
    op.drop_table('favourite_finalist')
    op.drop_table('epcis_term')
    op.drop_table('epcis_number')
    op.drop_table('diary_step')
    with op.batch_alter_table('award', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_award_round_id'))
        batch_op.drop_index(batch_op.f('ix_award_product_id_level'))
        batch_op.drop_index(batch_op.f('ix_award_nomination_id'))

    op.drop_table('award')
    op.drop_table('two_person_step')
    with op.batch_alter_table('tally_record', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_tally_record_round_id'))

    op.drop_table('tally_record')
    op.drop_table('round_log')
    op.drop_table('round_leaf')
    with op.batch_alter_table('round_checkpoint', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_round_checkpoint_round_id'))

    op.drop_table('round_checkpoint')
    op.drop_table('recognition_decision')
    with op.batch_alter_table('product', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_product_state_group'))
        batch_op.drop_index(batch_op.f('ix_product_sort_key'))
        batch_op.drop_index(batch_op.f('ix_product_facility_id_state'))

    op.drop_table('product')
    op.drop_table('jury_panel')
    op.drop_table('favourite_vote')
    with op.batch_alter_table('epcis_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_epcis_event_facility_id_record_time'))
        batch_op.drop_index(batch_op.f('ix_epcis_event_facility_id_event_time'))
        batch_op.drop_index(batch_op.f('ix_epcis_event_capture_job_id'))

    op.drop_table('epcis_event')
    with op.batch_alter_table('council_member', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_council_member_user_id'))

    op.drop_table('council_member')
    op.drop_table('capture_body')
    with op.batch_alter_table('trademark', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_trademark_registration_number'))
        batch_op.drop_index(batch_op.f('ix_trademark_facility_id'))

    op.drop_table('trademark')
    with op.batch_alter_table('selection_round', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_selection_round_state_level'))

    op.drop_table('selection_round')
    op.drop_table('recall_contact')
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_membership_user_id'))
        batch_op.drop_index(batch_op.f('ix_membership_facility_id'))

    op.drop_table('membership')
    op.drop_table('epcis_query')
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_certificate_facility_id'))

    op.drop_table('certificate')
    with op.batch_alter_table('capture_job', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_capture_job_facility_id_id'))

    op.drop_table('capture_job')
    with op.batch_alter_table('user_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_user_session_user_id'))

    op.drop_table('user_session')
    with op.batch_alter_table('secret_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_secret_link_user_id_purpose'))

    op.drop_table('secret_link')
    op.drop_table('rule_set')
    op.drop_table('recovery_code')
    op.drop_table('held_form')
    op.drop_table('favourite_letter')
    with op.batch_alter_table('facility', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_facility_unit_id'))
        batch_op.drop_index(batch_op.f('ix_facility_state_unit_id'))
        batch_op.drop_index(batch_op.f('ix_facility_sort_key'))
        batch_op.drop_index(batch_op.f('ix_facility_skeleton'))

    op.drop_table('facility')
    with op.batch_alter_table('api_token', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_api_token_user_id'))

    op.drop_table('api_token')
    op.drop_table('user')
    op.drop_table('sent_form')
    op.drop_table('scan_total')
    op.drop_table('scan_key')
    with op.batch_alter_table('scan', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_scan_lot_id_is_item'))
        batch_op.drop_index(batch_op.f('ix_scan_hour'))

    op.drop_table('scan')
    with op.batch_alter_table('register_leaf', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_register_leaf_number'))

    op.drop_table('register_leaf')
    op.drop_table('register_edge')
    op.drop_table('register_checkpoint')
    op.drop_table('rate_counter')
    op.drop_table('outbox_mail')
    with op.batch_alter_table('log_key', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_log_key_purpose'))

    op.drop_table('log_key')
    op.drop_table('label_key')
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_job_user_id'))
        batch_op.drop_index(batch_op.f('ix_job_state_run_after'))

    op.drop_table('job')
    op.drop_table('change')
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_entry_user_id'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_subject_kind_subject_id'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_act_id'))

    op.drop_table('audit_entry')
    op.drop_table('administrative_unit')
