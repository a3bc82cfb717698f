export type Column = {
  name: string
  /** As SQL writes it, qualified where it has to be. */
  type: string
  isJson: boolean
  isTsvector: boolean
  /**
   * Functions, as SQL calls them, by which a domain's values are shown as JSON and read from JSON or an address
   * (https://docs.postgrest.org/en/stable/references/api/domain_representations.html).
   */
  toJson: string | undefined
  fromJson: string | undefined
  fromText: string | undefined
  isRequired: boolean
  default: string | null
  description: string | null
}

export type Relation = {
  oid: number
  schema: string
  name: string
  isView: boolean
  columns: Map<string, Column>
  primaryKey: string[]
  description: string | null
}

export type Parameter = { name: string; type: string; isRequired: boolean; isVariadic: boolean }

export type Routine = {
  schema: string
  name: string
  parameters: Parameter[]
  isVariadic: boolean
  isReadOnly: boolean
  returnsSet: boolean
  returnsVoid: boolean
  /** Rows with columns, not a plain value. */
  returnsComposite: boolean
  /** The relation whose rows it answers, when it is an exposed one. */
  relation: Relation | undefined
  description: string | null
}

/** What is known of a database: read once, valid until the next definition changes. */
export type SchemaCache = {
  relations: Map<string, Map<string, Relation>>
  routines: Map<string, Map<string, Routine[]>>
  relationships: Map<Relation, Relationship[]>
}

/** Columns of a relation by their number in the catalogue. */
export type Numbered = Map<number, Map<number, string>>

/** For each view, which column of which table its columns show, followed through views of views. */
export type Origins = Map<number, Map<string, { rel: number; num: number }>>

export type Pair = [from: string, to: string]

/** A way from one relation to another, by foreign keys or by a function that computes it. */
export type Relationship = {
  from: Relation
  to: Relation
  isToOne: boolean
} & (
  | { kind: 'many-to-one' | 'one-to-many' | 'one-to-one'; constraint: string; columns: Pair[] }
  | {
      kind: 'many-to-many'
      junction: Relation
      /** Columns of `from` and of the junction. */
      source: Pair[]
      /** Columns of `to` and of the junction. */
      target: Pair[]
      constraints: [string, string]
    }
  | { kind: 'computed'; routine: string }
)
