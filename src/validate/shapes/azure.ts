import {
  choice,
  constant,
  flag,
  integer,
  mapOf,
  named,
  property,
  record,
  required,
  scalar,
  text,
  union,
  type Property,
  type RecordShape,
  type Shape,
} from '../shape.ts'
import * as form from './forms.ts'
import { azureHatch } from './container-fields.ts'
import { common, defaultsOf } from './target-fields.ts'

/** The target `azure-container-apps`. */
export const azure: RecordShape = record({
  ...common('azure-container-apps', '`azure-container-apps`: Bicep for Azure Container Apps.'),
  defaults: defaultsOf([['azure', azureHatch]]),
  subscription: property(
    text(),
    'Subscription that `deploy` insists on. Default: the current one.',
    '00000000-0000-0000-0000-000000000000',
  ),
  resourceGroup: property(text(), 'Resource group; needed by `deploy`.', 'rg-shop'),
  createResourceGroup: property(
    flag(),
    '`true`: `deploy` creates the group and `destroy` removes it. Default: `false`.',
    true,
  ),
  location: property(text(), 'Region. Default: that of the group.', 'westeurope'),
  prefix: property(text(form.PROJECT), 'Part of every name in Azure. Default: the name of the application.', 'shop'),
  tags: property(mapOf(form.FREE_KEY, scalar), 'Tags of every resource.', { 'cost-center': '42' }),
  environment: property(
    named('azureEnvironment'),
    'The Container Apps environment: one that exists, or what the new one is like.',
    { zoneRedundant: true },
  ),
  keyVault: property(named('azureCreateOrExisting'), 'Where secrets are kept. Default: in the apps.', { create: {} }),
  managed: property(
    flag(),
    '`false`: backing services run as containers even where Azure offers them. Default: `true`.',
    false,
  ),
  roleAssignments: property(
    flag(),
    '`false`: grants are written to a file of their own for whoever may make them. Default: `true`.',
    false,
  ),
  stack: property(flag(), '`true`: `deploy` uses a deployment stack. Default: `false`.', true),
})

const existingService: Readonly<Record<string, Property>> = {
  name: required(text(), 'Its name.', 'cae-shared'),
  resourceGroup: property(text(), 'Its resource group. Default: that of the target.', 'rg-platform'),
  subscription: property(
    text(),
    'Its subscription. Default: that of the target.',
    '00000000-0000-0000-0000-000000000000',
  ),
}

/** Definitions that the Azure target and its registries are made of, by name. */
export const AZURE_DEFINITIONS: Readonly<Record<string, Shape>> = {
  azureEnvironment: record(
    {
      existing: property(record(existingService), 'One that exists already; excludes every other field.', {
        name: 'cae-shared',
        resourceGroup: 'rg-platform',
      }),
      name: property(text(), 'Name in Azure, instead of the one made from `prefix`.', 'cae-shop'),
      workloadProfiles: property(
        mapOf(form.REFERENCE_NAME, named('workloadProfile')),
        'Workload profiles besides Consumption: name to machines.',
        { big: { type: 'D8', min: 1, max: 3 } },
      ),
      subnet: property(text(), 'Resource id of the subnet that it joins.', '/subscriptions/.../subnets/apps'),
      internal: property(flag(), '`true`: reachable from the virtual network only. Default: `false`.', true),
      zoneRedundant: property(flag(), '`true`: spread over zones. Default: `false`.', true),
      logs: property(
        union(constant('none'), named('azureLogs')),
        'Where logs go: a new workspace, one that exists, or `none`.',
        { retentionDays: 30 },
      ),
    },
    {
      exclusive: ['name', 'workloadProfiles', 'subnet', 'internal', 'zoneRedundant', 'logs'].map((name) => [
        'existing',
        name,
      ]),
    },
  ),
  workloadProfile: record({
    type: required(text(), 'Kind of machine.', 'D8'),
    min: property(integer(0, 1_000), 'Fewest machines. Default: 0.', 1),
    max: property(integer(1, 1_000), 'Most machines. Default: 1.', 3),
  }),
  azureLogs: record(
    {
      retentionDays: property(integer(4, 730), 'How long logs are kept, in days. Default: 30.', 30),
      existing: property(record(existingService), 'A workspace that exists already.', { name: 'log-shared' }),
    },
    { exclusive: [['retentionDays', 'existing']] },
  ),
  azureCreateOrExisting: record(
    {
      create: property(
        record({ name: property(text(), 'Name in Azure, instead of the one made from `prefix`.', 'kv-shop') }),
        'A new one. Set it or `existing`.',
        {},
      ),
      existing: property(record(existingService), 'One that exists already. Set it or `create`.', {
        name: 'kv-shared',
      }),
    },
    { exclusive: [['create', 'existing']], needs: [['create', 'existing']] },
  ),
  azureRegistry: record(
    {
      name: property(text(), 'Name of a registry that exists, or of the new one.', 'crshop'),
      resourceGroup: property(text(), 'Its resource group. Default: that of the target.', 'rg-platform'),
      subscription: property(
        text(),
        'Its subscription. Default: that of the target.',
        '00000000-0000-0000-0000-000000000000',
      ),
      create: property(
        record({ sku: property(choice('Basic', 'Standard', 'Premium'), 'Tier. Default: `Basic`.', 'Basic') }),
        'A registry of the application, created before images are pushed.',
        { sku: 'Basic' },
      ),
    },
    { needs: [['name', 'create']] },
  ),
}
