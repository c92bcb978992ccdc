import js from '@eslint/js'
import globals from 'globals'
import ts from 'typescript-eslint'

export default ts.config(
  {ignores: ['dist/', 'node_modules/']},
  js.configs.recommended,
  {files: ['**/*.{js,mjs}'], languageOptions: {globals: globals.node}},
  {
    files: ['**/*.ts'],
    extends: [ts.configs.strictTypeChecked, ts.configs.stylisticTypeChecked],
    languageOptions: {parserOptions: {projectService: true}},
    rules: {
      complexity: ['error', 8],
      'max-lines-per-function': ['error', {max: 40, skipBlankLines: true, skipComments: true}],
      'no-restricted-properties': [
        'error',
        {property: 'innerHTML', message: 'use textContent or sanitise.ts'},
        {property: 'outerHTML', message: 'use textContent or sanitise.ts'},
        {property: 'insertAdjacentHTML', message: 'use textContent or sanitise.ts'},
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', {allowNumber: true}],
      // A switch that names what it handles and falls to a default is how frames we need not show are passed over.
      '@typescript-eslint/switch-exhaustiveness-check': ['error', {considerDefaultExhaustiveForUnions: true}],
      '@typescript-eslint/no-unused-vars': ['error', {argsIgnorePattern: '^_'}], // a signature may be given to us
      '@typescript-eslint/no-unsafe-enum-assignment': 'off', // takes a generic key of an answer for an enum; there are none
      '@typescript-eslint/consistent-type-definitions': 'off', // types inferred from parsers read better as `type`
    },
  },
  {
    files: ['tests/**', '**/*.test.ts', 'dev/**'],
    rules: {
      'max-lines-per-function': 'off', // a describe block is one function
      '@typescript-eslint/no-non-null-assertion': 'off', // a missing value fails the test anyway
    },
  },
)
